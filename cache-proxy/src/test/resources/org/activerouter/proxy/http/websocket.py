"""The websockets library of Debian (python3-websockets) as a server that says everything back, and as a client.

websocket.py serve HOST PORT PORT   says "listening", then serves until it is ended
websocket.py talk HOST PORT         has a conversation, and prints what came of it
"""

import asyncio
import hashlib
import random
import sys

import websockets


async def echo(socket):
    async for message in socket:
        await socket.send(message)


async def serve(host, *ports):
    for port in ports:
        await websockets.serve(echo, host, int(port), max_size=None, server_header=None)
    print("listening", flush=True)
    await asyncio.Future()


async def talk(host, port):
    chance = random.Random(7)
    for compression in None, "deflate":
        async with websockets.connect(
            f"ws://{host}:{port}/chat", max_size=None, compression=compression
        ) as socket:
            print(socket.response_headers.get("Sec-WebSocket-Extensions"))
            for size in 0, 1, 125, 126, 65535, 65536, 3_000_000:
                said = chance.randbytes(size)
                await socket.send(said)
                print(size, await socket.recv() == said)
            await socket.send("text, " * 10_000)
            print(hashlib.sha256((await socket.recv()).encode()).hexdigest())
            # A ping, and a message in pieces.
            pong = await socket.ping(b"still there?")
            await socket.send(str(i) * 1000 for i in range(100))
            await pong
            print(len(await socket.recv()))
            await socket.close(1000, "enough")
        print(socket.close_code, socket.close_reason)


asyncio.run({"serve": serve, "talk": talk}[sys.argv[1]](*sys.argv[2:]))
