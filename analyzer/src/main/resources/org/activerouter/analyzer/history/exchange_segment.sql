-- One part of the query/response timestamp table; {id} is its number in the table segment. A part is filled in the order in
-- which exchanges end and then never changes, so that removing it costs no work per row, and its index stays small enough
-- to be rewritten often. Later times are kept as differences, which take 3 bytes where a time takes 9.
CREATE TABLE IF NOT EXISTS exchange_{id}(
    run INTEGER NOT NULL,
    server INTEGER NOT NULL,
    sequence BIGINT NOT NULL,
    client VARBINARY(16) NOT NULL,
    client_port INTEGER NOT NULL,
    asked_nanos BIGINT NOT NULL,
    first_answer_after_nanos BIGINT,
    ended_after_nanos BIGINT NOT NULL,
    results INTEGER NOT NULL,
    outcome TINYINT NOT NULL
);
CREATE INDEX IF NOT EXISTS exchange_{id}_server_time ON exchange_{id}(server, asked_nanos);
