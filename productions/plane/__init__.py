"""The bytes plane: large bodies in and out, in raw ASGI beside Django, with constant memory.

app.py       which address goes where, and what every answer carries
call.py      one request: its headers, its body as it comes, its answer
session.py   who is asking, and whether from one of our own pages
tus.py       recordings in: the tus 1.0 protocol
part.py      the file an upload grows in; its size is the offset, its lock the right to write
download.py  recordings and output files out: Range, HEAD, conditional requests
"""
