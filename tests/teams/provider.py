"""A small OpenID Connect provider over HTTP: discovery, consent, tokens with PKCE, signed id tokens, user info."""

import base64
import hashlib
import json
import secrets
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "studio", "a secret between the studio and the provider"
_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider(ThreadingHTTPServer):
    """Everybody who comes is `person`. A code is good once, for its address, with its verifier."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.person: dict[str, Any] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.tokens: dict[str, dict[str, Any]] = {}
        self.audience = CLIENT  # of id tokens

    def consent(self, address: str) -> str:
        """What the person's browser is sent back to after a yes at this address."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def discovery(self) -> dict[str, Any]:
        places = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
        return {
            "issuer": self.url,
            **{f"{name}_endpoint": f"{self.url}/{path}" for name, path in places.items()},
            "jwks_uri": f"{self.url}/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def exchange(self, form: dict[str, str], basic: str) -> dict[str, Any] | None:
        """Tokens for a code; None for whoever has no right to them."""
        asked = self.codes.pop(form.get("code", ""), None)
        if asked is None or basic != base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode():
            return None
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if challenge != asked["code_challenge"] or form["redirect_uri"] != asked["redirect_uri"]:
            return None
        now, token = int(time.time()), secrets.token_urlsafe(16)
        self.tokens[token] = self.person
        claims = {"iss": self.url, "aud": self.audience, "iat": now, "exp": now + 60, **self.person}
        signed = jwt.encode(claims, _key, "RS256", headers={"kid": "one"})
        return {"access_token": token, "token_type": "Bearer", "expires_in": 60, "id_token": signed}


class Handler(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path == "/.well-known/openid-configuration":
            self._answer(200, self.server.discovery())
        elif path == "/jwks":
            public = jwt.algorithms.RSAAlgorithm.to_jwk(_key.public_key(), as_dict=True)
            self._answer(200, {"keys": [{**public, "kid": "one", "use": "sig", "alg": "RS256"}]})
        elif path == "/userinfo":
            found = self.server.tokens.get(self.headers.get("Authorization", "").removeprefix("Bearer "))
            self._answer(200 if found else 401, found or {"error": "invalid_token"})
        else:
            self._answer(404, {})

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: values[0] for name, values in parse_qs(sent).items()}
        made = self.server.exchange(form, self.headers.get("Authorization", "").removeprefix("Basic "))
        self._answer(200 if made else 400, made or {"error": "invalid_grant"})

    def _answer(self, status: int, body: dict[str, Any]) -> None:
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *args: object) -> None:
        pass
