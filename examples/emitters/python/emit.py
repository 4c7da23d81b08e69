"""Makes calls of Beckon, one for each line of the input, and prints what became of it: python3 emit.py < calls.ndjson. The verbs below
are those of cases.json, which each language's program passes."""

import json
import os
import sys
import urllib.parse
import urllib.request

from beckon_emitter import Emitter, EmitterError

_kept = None


def token(rejected=None):
    """A token that another program keeps fresh in a file, as Kubernetes does. It is read again when Beckon rejects it."""
    global _kept
    if _kept == rejected:
        with open(os.environ["BECKON_TOKEN_FILE"], encoding="ascii") as file:
            _kept = file.read().strip()
    return _kept


def accepted(*ids):
    return {"outcome": "accepted", "ids": ids}


def person(method, user, path):
    """Repeat it after a 503. Needs the role people:admin."""
    address = f"{os.environ['BECKON_PEOPLE_URL']}/people/{urllib.parse.quote(user, safe='')}{path}"
    request = urllib.request.Request(address, headers={"Authorization": f"Bearer {token()}"}, method=method)
    return urllib.request.urlopen(request, timeout=60)


def make(beckon, call):
    verb, key, user = call["do"], call.get("key"), call.get("user")
    if verb == "post":
        return accepted(*beckon.post(key, call["mention"]))
    if verb == "postJson":
        return accepted(*beckon.post(key, json.loads(call["json"])))
    if verb == "postAll":
        return accepted(*beckon.post(key, call["mentions"]))
    if verb == "edit":
        return accepted(beckon.edit(key, call["revision"], call["mention"]))
    if verb == "retract":
        return accepted(beckon.retract(key, call["revision"]))
    if verb == "revoke":
        beckon.revoke(user, call.get("source"), call.get("thread"))
        return accepted()
    if verb == "status":
        mention = beckon.status(key)
        return {"outcome": "absent"} if mention is None else {"outcome": "found", "mention": mention}
    if verb == "erase":
        with person("DELETE", user, "") as answer:
            return {"outcome": "erased", "receipt": json.load(answer)["receipt"]}
    if verb == "export":
        with person("GET", user, "/export") as answer:  # fails if the export breaks off
            return {"outcome": "exported", "lines": [json.loads(line) for line in answer]}
    raise ValueError(f"no such call: {verb}")


def main():
    beckon = Emitter(os.environ["BECKON_URL"], token)
    for line in sys.stdin:
        try:
            outcome = make(beckon, json.loads(line))
        except EmitterError as failure:
            outcome = {"outcome": failure.reason, "status": failure.status, "problem": failure.problem}
        print(json.dumps(outcome), flush=True)


if __name__ == "__main__":
    main()
