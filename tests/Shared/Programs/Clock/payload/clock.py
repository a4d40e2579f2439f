"""Tells the time to whoever asks over HTTP, and systemd that it is well."""

import argparse
import http.server
import os
import signal
import socket
import threading
import time

from zone import now


def notify(state):
    """Sends a state to the socket that systemd listens on (sd_notify(3)); does nothing elsewhere."""
    address = os.environ.get("NOTIFY_SOCKET")
    if address:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
            channel.connect("\0" + address[1:] if address.startswith("@") else address)
            channel.sendall(state.encode())


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/hang":
            self.server.is_well = False
        body = (now() + "\n").encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def keep_alive(server):
    interval = int(os.environ.get("WATCHDOG_USEC", "2000000")) / 2e6 / 2
    while True:
        time.sleep(interval)
        if server.is_well:
            notify("WATCHDOG=1")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", parser.parse_args().port), Handler)
    server.is_well = True
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    threading.Thread(target=keep_alive, args=(server,), daemon=True).start()
    notify("READY=1\nSTATUS=telling the time")
    server.serve_forever(poll_interval=0.1)
    notify("STOPPING=1")
    print("stopped", flush=True)


if __name__ == "__main__":
    main()
