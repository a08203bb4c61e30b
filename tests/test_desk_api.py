"""The API keeps what its description promises, whatever it is asked."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.responses import Response
from starlette.testclient import TestClient

from desking import BASE, TODAY
from servanda.desk.answers import shapes
from servanda.desk.api import api_app
from servanda.desk.app import desk_app
from servanda.ledger.store import open_ledger

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of the tool's own imports
    import schemathesis

LISTS = {
    "/api/undertakings": "undertakings",
    "/api/search?kind=act": "results",
    "/api/search?kind=figure": "results",
    "/api/search?kind=actor": "results",
    "/api/figures": "series",
    "/api/actors": "actors",
    "/api/pairs": "pairs",
    "/api/today?since=2020": "moves",
}


def never(*_: object) -> Response:
    raise AssertionError("the description is written without asking the ledger")


DESCRIBED = schemathesis.openapi.from_dict(api_app(never).openapi())
OPERATIONS = {result.ok().path: result.ok() for result in DESCRIBED.get_all_operations()}


DESCRIPTION = api_app(never).openapi()


def faults_of(path: str, answer: Any) -> list[str]:
    """Where an answer is not as its path describes it, field by field."""
    schema = DESCRIPTION["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    validator = jsonschema_rs.validator_for({**schema, "components": DESCRIPTION["components"]})
    return [f"{'/'.join(map(str, fault.instance_path))}: {fault.message}" for fault in validator.iter_errors(answer)]


@pytest.fixture(scope="module")
def api(demo: Path) -> Iterator[TestClient]:
    with TestClient(desk_app(demo, today=TODAY), base_url=BASE, raise_server_exceptions=False) as client:
        yield client


@pytest.mark.parametrize("path", OPERATIONS)
@given(drawn=st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_answers_are_as_described(path: str, api: TestClient, drawn: st.DataObject) -> None:
    case: Any = drawn.draw(OPERATIONS[path].as_strategy())
    address = case.as_transport_kwargs(base_url=f"{BASE}/api")
    response = api.request(case.method, address["url"], params=address.get("params"))
    documented = {int(code) for code in OPERATIONS[path].definition.raw["responses"]} | {414}
    assert response.status_code in documented, response.text[:300]
    assert response.status_code != 503
    if response.status_code == 200:
        assert faults_of(path, response.json()) == []
    if response.status_code != 414:
        assert response.headers["content-type"].startswith("application/json"), response.request.url


@pytest.mark.parametrize("path", LISTS)
def test_pages_follow_one_another_without_gap(desk: TestClient, path: str) -> None:
    sign = "&" if "?" in path else "?"
    kept = LISTS[path]
    seen: list[str] = []
    response = desk.get(f"{path}{sign}size=7")
    count = response.json()["moved" if kept == "moves" else "count"]
    for _ in range(9):
        seen += [json.dumps(one) for one in response.json()[kept]]
        if "link" not in response.headers:
            break
        response = desk.get(response.headers["link"].split(">")[0].strip("<"))
    assert len(seen) == len(set(seen)) == min(count, 63)


@pytest.mark.parametrize("path", ["/api/pairs/VN-CN", *LISTS])
def test_what_has_not_changed_is_not_sent_again(desk: TestClient, path: str) -> None:
    tag = desk.get(path).headers["etag"]
    assert desk.get(path, headers={"if-none-match": tag}).status_code == 304


def test_what_is_asked_for_wrongly_is_told(desk: TestClient) -> None:
    assert desk.get("/api/undertakings?size=100000").status_code == 422
    assert desk.get("/api/undertakings?colour=red").status_code == 422
    assert "no sector" in desk.get("/api/undertakings?sector=alchemy").json()["error"]
    assert desk.get("/api/documents/doc-000000000000").json()["status"] == 404


def test_the_pages_of_the_desk_and_the_api_say_the_same(desk: TestClient) -> None:
    for path, size in (("/today", "?size=14"), ("/pairs/VN-CN", ""), ("/figures", "?size=8"), ("/review", "?size=15")):
        assert desk.get(f"/api{path}{size}").json() == desk.get(f"{path}.json{size}").json()


def test_all_that_can_be_asked_and_answered_is_described(desk: TestClient) -> None:
    for path, methods in DESCRIPTION["paths"].items():
        for slot in methods["get"]["parameters"]:
            assert slot.get("description"), (path, slot["name"])
    schemas = DESCRIPTION["components"]["schemas"]
    told = json.dumps(DESCRIPTION)
    for shape in shapes():
        assert f'"#/components/schemas/{shape}"' in told, f"nothing answers with {shape}"
        assert all(field["description"] for field in schemas[shape]["properties"].values())
    page = desk.get("/api").text
    assert all(f'id="{shape}"' in page for shape in shapes())


def test_every_record_of_the_ledger_is_answered_as_described(desk: TestClient) -> None:
    """Whatever is optional is there once: records of all kinds, actors with offices, undertakings with sums."""
    undertakings = desk.get("/api/undertakings?size=100").json()["undertakings"]
    documents = desk.get("/api/search?size=100").json()["results"]
    actors = desk.get("/api/actors?size=60").json()["actors"]
    asked = {
        "/undertakings/{id}": [f"/api/undertakings/{one['id']}" for one in undertakings],
        "/documents/{id}": ["/api/documents/" + one["proof"].rpartition("/")[2] for one in documents],
        "/actors/{id}": ["/api" + one["href"] for one in actors],
        "/search": [f"/api/search?kind={kind}&size=200" for kind in ("act", "figure", "event", "actor")],
        "/pairs/{id}": ["/api" + one["href"] for one in desk.get("/api/pairs").json()["pairs"]],
    }
    for path, addresses in asked.items():
        for address in addresses:
            assert faults_of(path, desk.get(address).json()) == [], address


def test_an_empty_ledger_has_pages_too(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    open_ledger(path).close()
    with TestClient(desk_app(path, today=TODAY), base_url=BASE) as client:
        for address in (
            "/",
            "/pairs",
            "/pairs/VN-CN",
            "/figures",
            "/search",
            "/search?q=x",
            "/actors",
            "/note?pair=VN-CN",
        ):
            assert client.get(address).status_code == 200, address
        for address in ("/today", "/pairs", "/search", "/figures", "/undertakings"):
            assert client.get(f"{address}.csv").status_code == 200, address
            assert client.get(f"{address}.json").status_code == 200, address
