-- The query/response timestamp table as people and other programs read it; {parts} are its segments. A condition on the
-- server or on asked_nanos reaches the (server, time) index of each.
CREATE OR REPLACE VIEW exchange AS
SELECT e.run, s.id AS server_id, s.address AS server, s.port AS server_port, s.protocol, e.sequence,
    CASE WHEN OCTET_LENGTH(e.client) = 4
        THEN BITAND(RSHIFT(CAST(e.client AS INTEGER), 24), 255) || '.' || BITAND(RSHIFT(CAST(e.client AS INTEGER), 16), 255)
            || '.' || BITAND(RSHIFT(CAST(e.client AS INTEGER), 8), 255) || '.' || BITAND(CAST(e.client AS INTEGER), 255)
        ELSE LOWER(REGEXP_REPLACE(RAWTOHEX(e.client), '(....)(?!$)', '$1:')) END AS client,
    e.client_port,
    e.asked_nanos,
    e.asked_nanos + e.first_answer_after_nanos AS first_answer_nanos,
    e.asked_nanos + e.ended_after_nanos AS ended_nanos,
    e.results,
    CASE e.outcome WHEN 0 THEN 'COMPLETED' WHEN 1 THEN 'REFUSED' WHEN 2 THEN 'UNANSWERED' ELSE 'UNMEASURED' END AS outcome
FROM ({parts}) e JOIN server s ON s.id = e.server;
