"""python3 -m unittest, in this folder: the rules of repetition, against an HTTP server with scripted answers."""

import http.server
import json
import threading
import unittest

from beckon_emitter import Emitter, EmitterError, retry_after, wait

ID = "01990a5c-7f3e-7c1a-9d5e-2f1b7a3c4d5e"
NOW = {"Retry-After": "0"}


class ScriptedServer(http.server.ThreadingHTTPServer):
    """Gives the answers of a script, (status, headers, body), one after the other, and else accepts. Status 0 ends the connection."""

    daemon_threads = True

    def __init__(self, *script):
        super().__init__(("127.0.0.1", 0), Handler)
        self.script = list(script)
        self.requests = []
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}"

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()


class Handler(http.server.BaseHTTPRequestHandler):
    def handle_any(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        self.server.requests.append((f"{self.command} {self.path}", self.headers["Idempotency-Key"], self.headers["Authorization"], body))
        accepted = (202, {}, json.dumps({"ids": [ID]}))
        status, headers, text = self.server.script.pop(0) if self.server.script else accepted
        if status == 0:
            return
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(text))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text.encode())

    do_POST = do_PUT = do_DELETE = do_GET = handle_any

    def log_message(self, *_):
        pass


class EmitterTest(unittest.TestCase):
    def emitter(self, server, **options):
        self.rejected = []

        def token(rejected):
            self.rejected.append(rejected)
            return "second" if rejected else "first"

        return Emitter(server.url + "/", token, **options)

    def failure(self, call, *arguments):
        with self.assertRaises(EmitterError) as raised:
            call(*arguments)
        return raised.exception

    def test_what_may_pass_is_repeated_with_the_same_key_and_body(self):
        for status in (0, 408, 429, 500, 502, 503, 504):
            with self.subTest(status), ScriptedServer((status, NOW, "<html>"), (503, NOW, "")) as server:
                self.assertEqual(self.emitter(server).post("key", {"excerpt": "hello"}), [ID])
                self.assertEqual(server.requests, [("POST /mentions", "key", "Bearer first", '{"excerpt": "hello"}')] * 3)

    def test_a_refusal_is_not_repeated_and_a_redirect_is_one(self):
        for status in (302, 400, 404, 405, 409, 413, 415, 422):
            with self.subTest(status), ScriptedServer((status, {"Location": "/"}, '{"type":"/problems/x"}')) as server:
                refused = self.failure(self.emitter(server).post, "key", {})
                self.assertEqual(refused.reason, "not-found" if status == 404 else "refused")
                self.assertEqual((refused.status, refused.problem), (status, "/problems/x"))
                self.assertEqual(len(server.requests), 1)

    def test_a_wait_longer_than_the_patience_is_not_begun(self):
        with ScriptedServer((503, {"Retry-After": "3600"}, "")) as server:
            refused = self.failure(self.emitter(server).post, "key", {})
            self.assertEqual((refused.reason, refused.retry_after, len(server.requests)), ("unavailable", 3600, 1))

    def test_an_address_without_a_server_is_given_up_when_the_patience_ends(self):
        with ScriptedServer() as server:
            emitter = self.emitter(server, patience=0.6)
        self.assertEqual(self.failure(emitter.post, "key", {}).reason, "unavailable")

    def test_a_401_is_answered_with_one_fresh_token_and_a_second_one_is_final(self):
        with ScriptedServer((401, {}, ""), (202, {}, f'{{"ids": ["{ID}"]}}'), (401, {}, ""), (401, {}, ""), (403, {}, "")) as server:
            emitter = self.emitter(server)
            self.assertEqual(emitter.retract("key", 1), ID)
            self.assertEqual(self.rejected, [None, "first"])
            self.assertEqual([request[2] for request in server.requests], ["Bearer first", "Bearer second"])
            self.assertEqual(self.failure(emitter.retract, "key", 1).reason, "unauthorized")
            self.assertEqual(self.failure(emitter.retract, "key", 1).reason, "forbidden")

    def test_addresses_and_bodies(self):
        with ScriptedServer() as server:
            emitter = self.emitter(server)
            emitter.edit("a/b c?", 3, {"excerpt": "x"})
            emitter.retract("a/b", 4)
            emitter.revoke("bob", thread="t")
            server.script = [(404, {}, '{"type":"/problems/not-found"}'), (200, {}, "<html>It works!</html>")]
            self.assertIsNone(emitter.status("key", after="ä&b"))
            self.assertIn("is the address right?", str(self.failure(emitter.post, "key", {})))
            self.assertEqual([request[0] for request in server.requests], [
                "PUT /mentions/a%2Fb%20c%3F", "DELETE /mentions/a%2Fb?revision=4", "POST /access/revoked",
                "GET /mentions/key?limit=100&after=%C3%A4%26b", "POST /mentions"])
            self.assertEqual(json.loads(server.requests[0][3]), {"excerpt": "x", "revision": 3})
            self.assertEqual(json.loads(server.requests[2][3]), {"user": "bob", "thread": "t"})
            self.assertRaises(ValueError, emitter.retract, "..", 1)

    def test_waits(self):
        for attempt in range(1, 100):
            most = min(30, 0.5 * 2 ** (attempt - 1))
            self.assertTrue(most / 2 <= wait(attempt, None) <= most)
        self.assertTrue(2 <= wait(9, 2) <= 2.5)
        now = 1769860800  # Sat, 31 Jan 2026 12:00:00 GMT
        self.assertEqual(retry_after("2", now), 2)
        self.assertEqual(retry_after("Sat, 31 Jan 2026 12:00:07 GMT", now), 7)
        self.assertEqual(retry_after("Sat, 31 Jan 2026 11:00:00 GMT", now), 0)
        self.assertIsNone(retry_after("soon", now))


if __name__ == "__main__":
    unittest.main()
