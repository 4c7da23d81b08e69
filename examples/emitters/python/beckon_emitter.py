"""Sends mentions to Beckon from a Python service: standard library only, Python 3.9. Copy this file into your product.

A call returns once Beckon has it on all replicas; it waits and repeats after 408, 429, 5xx and lost connections, and raises
EmitterError once the patience ends or an answer is final. Keys make every repetition harmless, also by another process.
"""

import email.utils
import http.client
import json
import random
import time
import urllib.error
import urllib.parse
import urllib.request

_FIRST_WAIT = 0.5
_LONGEST_WAIT = 30.0
_REASONS = {401: "unauthorized", 403: "forbidden", 404: "not-found"}


class EmitterError(Exception):
    """Beckon did not accept a call.

    reason: "refused" (never accepted, correct the call), "unauthorized" (401, also with a second token, or no token can be had),
    "forbidden" (the token lacks a role), "not-found", "unavailable" (Beckon may have the call: repeat it with the same key).
    status: of the last answer, 0 if there was none. problem: such as /problems/invalid-request, or None. retry_after: seconds, or None.
    """

    def __init__(self, reason, message, status=0, problem=None, retry_after=None):
        super().__init__(message)
        self.reason = reason
        self.status = status
        self.problem = problem
        self.retry_after = retry_after


class Emitter:
    """Thread-safe if the token supplier is."""

    def __init__(self, url, token, patience=120.0, answer_within=10.0):
        """url: of mention-service. token: a function that gives an access token, and gets the token that Beckon has just rejected, or
        None. patience: seconds after a call in which attempts begin; 0: one attempt. answer_within: seconds for one attempt."""
        self._url = url.rstrip("/")
        self._token = token
        self._patience = patience
        self._answer_within = answer_within
        self._opener = urllib.request.build_opener(_NoRedirects)

    def post(self, key, mentions):
        """Posts a mention (a dict with the fields of POST /mentions) or a list of up to 100, and returns their ids. The key, 1 to 200
        visible ASCII characters, is the same for every attempt by any process."""
        return _ids(self._call("POST", "/mentions", mentions, key))

    def edit(self, key, revision, mention):
        """Replaces the mention of this key. The highest revision holds, in whatever order calls arrive."""
        return _ids(self._call("PUT", _address(key), {**mention, "revision": revision}))[0]

    def retract(self, key, revision):
        """Takes the mention back from all recipients."""
        return _ids(self._call("DELETE", f"{_address(key)}?revision={int(revision)}"))[0]

    def revoke(self, user, source=None, thread=None):
        """Takes back from a user the mentions in a source ({"type", "id"}) or of a thread that the user may no longer see."""
        access = {"user": user, "source": source, "thread": thread}
        self._call("POST", "/access/revoked", {name: value for name, value in access.items() if value is not None})

    def status(self, key, limit=100, after=None):
        """What became of a mention, as GET /mentions/{key} answers; None if it is not stored, which takes moments after a post."""
        page = {"limit": limit, **({} if after is None else {"after": after})}
        try:
            return _json(self._call("GET", f"{_address(key)}?{urllib.parse.urlencode(page, quote_via=urllib.parse.quote)}"))
        except EmitterError as failure:
            if failure.problem == "/problems/not-found":
                return None
            raise

    def _call(self, method, path, body=None, key=None):
        end = time.monotonic() + self._patience
        attempt = 0
        while True:
            attempt += 1
            try:
                return self._attempt(method, path, body, key)
            except EmitterError as failure:
                pause = wait(attempt, failure.retry_after)
                if failure.reason != "unavailable" or time.monotonic() + pause > end:
                    raise
            time.sleep(pause)

    def _attempt(self, method, path, body, key):
        token = self._fresh(None)
        status, headers, text = self._send(method, path, body, key, token)
        if status == 401:  # expired, or the issuer has new keys
            status, headers, text = self._send(method, path, body, key, self._fresh(token))
        if status // 100 == 2:
            return text
        reason = _REASONS.get(status, "unavailable" if status in (408, 429) or status >= 500 else "refused")
        problem = _json(text)
        raise EmitterError(reason, f"{method} {path} was answered with {status}: {text[:500]}", status,
                           problem.get("type") if isinstance(problem, dict) else None, retry_after(headers.get("Retry-After"), time.time()))

    def _fresh(self, rejected):
        try:
            return self._token(rejected)
        except Exception as cause:
            raise EmitterError("unauthorized", f"No token for Beckon can be had: {cause}") from cause

    def _send(self, method, path, body, key, token):
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", "Accept": "application/json"}
        if key is not None:
            headers["Idempotency-Key"] = key
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self._url + path, data, headers, method=method)
        try:
            with self._opener.open(request, timeout=self._answer_within) as answer:
                return answer.status, answer.headers, answer.read().decode(errors="replace")
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code, answer.headers, answer.read().decode(errors="replace")
        except (OSError, http.client.HTTPException) as cause:
            raise EmitterError("unavailable", f"No answer from {self._url}, which may have the call: {cause!r}") from cause


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None  # a post that is redirected would become a GET


def wait(attempt, asked):
    """Seconds until a call is repeated: what the answer asks for, else exponentially longer, with jitter. attempt: from 1."""
    if asked is not None:
        return asked + random.uniform(0, _FIRST_WAIT)  # on top, so that services refused together do not come back together
    most = min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** min(attempt - 1, 6))
    return random.uniform(most / 2, most)


def retry_after(value, now):
    """Seconds that Retry-After asks for, as seconds or as a date (RFC 9110 §10.2.3); None: nothing readable."""
    if value is None:
        return None
    if value.isascii() and value.isdigit() and len(value) < 10:
        return float(value)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - now)
    except (TypeError, ValueError):
        return None


def _address(key):
    if key in (".", ".."):
        raise ValueError(f"the key {key} has no address: clients take it out of paths")
    return "/mentions/" + urllib.parse.quote(key, safe="")


def _json(text):
    try:
        return json.loads(text)
    except ValueError:
        return None


def _ids(text):
    answer = _json(text)
    if not isinstance(answer, dict) or not answer.get("ids"):
        raise EmitterError("refused", f"This is not Beckon's answer; is the address right? {text[:500]}")
    return answer["ids"]
