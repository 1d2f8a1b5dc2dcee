"""Every answer of the HSDS API holds to the published schemas, format checks on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from directory.database import Database, create_database
from directory.hsds.api import hsds_routes
from directory.models import stable_id
from directory.starter import read_starter
from tests.directory.conftest import shared


@pytest.fixture(scope="module")
def client(starter: Database) -> Iterator[TestClient]:
    app = Starlette(routes=[Mount("/hsds", routes=hsds_routes(starter))])
    with TestClient(app) as found:
        yield found


def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(schema(name), format_checker=FormatChecker())


def schema(name: str) -> Any:
    """A published schema with the files it points to put in its place."""

    def whole(node: Any) -> Any:
        if isinstance(node, dict):
            target = node.get("$ref")
            if target == "metadata.json":
                return {"type": "object"}
            if target == "taxonomy.json":
                return schema("taxonomy")
            return {key: whole(value) for key, value in node.items()}
        return [whole(value) for value in node] if isinstance(node, list) else node

    return whole(json.loads(shared(f"hsds/{name}.json").read_text("utf-8")))


def check(name: str, items: list[Any]) -> None:
    rules = validator(name)
    assert items
    for item in items:
        errors = [f"{list(error.path)}: {error.message}" for error in rules.iter_errors(item)]
        assert errors == [], item.get("name")


def get(client: TestClient, path: str, status: int = 200) -> Any:
    answer = client.get(f"/hsds{path}")
    assert answer.status_code == status, (path, answer.text[:300])
    assert answer.headers["content-type"] == "application/json"
    return answer.json()


def public() -> list[dict[str, Any]]:
    return [one for one in read_starter() if one["confidence"] != "low"]


def test_format_checks_are_really_on() -> None:
    rules = validator("compiled/service_list")
    bad = {"id": "x", "name": "a", "status": "active", "url": "pas une adresse", "last_modified": "hier"}
    assert {error.validator for error in rules.iter_errors(bad)} == {"format"}
    assert len(list(rules.iter_errors(bad))) == 3


@pytest.mark.slow
def test_every_service_in_full(client: TestClient) -> None:
    slugs = [one["id"] for one in public()]
    check("compiled/service", [get(client, f"/services/{stable_id('service', slug)}") for slug in slugs])


def test_services_by_page(client: TestClient) -> None:
    page = get(client, "/services?per_page=1000")
    assert page["total_items"] == len(public()) == len(page["contents"])
    check("compiled/service_list", page["contents"])


def test_services_in_full_by_page(client: TestClient) -> None:
    check("compiled/service", get(client, "/services?full=true&per_page=1000")["contents"])


@pytest.mark.slow
def test_organizations(client: TestClient) -> None:
    page = get(client, "/organizations?per_page=1000")
    check("compiled/organization_list", page["contents"])
    check("compiled/organization", get(client, "/organizations?full=true&per_page=1000")["contents"])
    one = page["contents"][0]["id"]
    check("compiled/organization", [get(client, f"/organizations/{one}?full_service=true")])


@pytest.mark.slow
def test_services_at_locations(client: TestClient) -> None:
    page = get(client, "/service_at_locations?per_page=1000")
    check("compiled/service_at_location_list", page["contents"])
    check(
        "compiled/service_at_location",
        get(client, "/service_at_locations?full=true&per_page=1000")["contents"],
    )
    check("compiled/service_at_location", [get(client, f"/service_at_locations/{page['contents'][0]['id']}")])


def test_taxonomies_and_terms(client: TestClient) -> None:
    taxonomies = get(client, "/taxonomies")["contents"]
    check("taxonomy", taxonomies)
    check("taxonomy", [get(client, f"/taxonomies/{taxonomies[0]['id']}")])
    terms = get(client, "/taxonomy_terms?per_page=100")["contents"]
    assert len(terms) == 34
    check("taxonomy_term", terms)
    check("taxonomy_term", [get(client, f"/taxonomy_terms/{terms[0]['id']}")])


def test_root(client: TestClient) -> None:
    found = get(client, "/")
    assert found["version"].startswith("3.1")
    assert found["openapi_url"].endswith("/hsds/openapi.json")
    assert client.get(found["openapi_url"].replace("http://testserver", "")).status_code == 200


@pytest.mark.slow
def test_openapi_lists_every_path_and_parameter_that_works(client: TestClient) -> None:
    document = get(client, "/openapi.json")
    assert document["openapi"].startswith("3.1")
    offered = {
        f"/{name}"
        for name in ("services", "organizations", "service_at_locations", "taxonomies", "taxonomy_terms")
    }
    assert offered | {f"{path}/{{id}}" for path in offered} | {"/"} == set(document["paths"])
    for path, operations in document["paths"].items():
        if "{" in path:
            continue
        for parameter in operations["get"].get("parameters", []):
            name = parameter["$ref"].rpartition("/")[2]
            schema = document["components"]["parameters"][name]["schema"]
            value = {"integer": "1", "boolean": "true"}.get(schema["type"], "")
            assert client.get(f"/hsds{path}?{name}={value}").status_code == 200, (path, name)


def test_pages_hold_everything_once(client: TestClient) -> None:
    seen: list[str] = []
    number = 1
    while True:
        page = get(client, f"/services?per_page=50&page={number}")
        seen += [one["id"] for one in page["contents"]]
        assert page["first_page"] == (number == 1)
        assert page["size"] == len(page["contents"])
        if page["last_page"]:
            break
        number += 1
    assert number == page["total_pages"]
    assert len(seen) == len(set(seen)) == page["total_items"]
    after = get(client, f"/services?per_page=50&page={number + 1}")
    assert after["empty"]
    assert after["contents"] == []


def test_ndjson_gives_all_without_pages(client: TestClient) -> None:
    answer = client.get("/hsds/services?format=ndjson")
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    assert len([json.loads(line) for line in answer.text.splitlines()]) == len(public())


def test_minimal(client: TestClient) -> None:
    found = get(client, "/services?minimal=true&per_page=1000")["contents"]
    assert all(set(one) == {"id", "modified_date"} for one in found)


def test_search_and_filters(client: TestClient) -> None:
    found = get(client, "/services?search=HEBERGEMENTS+gatineau")
    assert {"Maison d'Ingrid"} <= {one["name"] for one in found["contents"]}
    term = stable_id("term", "besoins", "acheteurs")
    assert get(client, f"/services?taxonomy_term_id={term}")["total_items"] == 1
    taxonomy = stable_id("taxonomy", "populations")
    tagged = [one for one in public() if one["populations"]]
    assert get(client, f"/services?taxonomy_id={taxonomy}")["total_items"] == len(tagged)
    organization = get(client, "/services/sos-violence-conjugale")["organization"]["id"]
    assert get(client, f"/services?organization_id={organization}")["total_items"] == 1
    assert get(client, "/services?modified_after=2999-01-01")["total_items"] == 0
    assert get(client, "/services?modified_after=2020-01-01T00:00:00Z")["total_items"] == len(public())


@pytest.mark.parametrize(
    "path",
    [
        "/services?page=0",
        "/services?page=un",
        "/services?per_page=100000",
        "/services?format=xml",
        "/services?full=peut-etre",
        "/services?taxonomy_id=x",
        "/services?organization_id=x",
        "/services?modified_after=hier",
        "/taxonomy_terms?parent_id=x",
    ],
)
def test_bad_parameter_is_400(client: TestClient, path: str) -> None:
    found = get(client, path, 400)
    assert found["error"]["status"] == 400
    assert found["error"]["message"].endswith(".")


@pytest.mark.parametrize(
    "path",
    [
        "/services/inconnu",
        "/organizations/inconnu",
        "/service_at_locations/inconnu",
        "/taxonomies/inconnu",
        "/taxonomy_terms/inconnu",
        "/autre",
        "/services/a/b",
    ],
)
def test_unknown_is_404(client: TestClient, path: str) -> None:
    assert get(client, path, 404)["error"]["status"] == 404


def test_low_confidence_stays_inside(client: TestClient) -> None:
    for one in read_starter():
        if one["confidence"] == "low":
            get(client, f"/services/{one['id']}", 404)


def test_no_secret_address_and_no_editors_note_leaves(client: TestClient) -> None:
    answer = client.get("/hsds/services?full=true&format=ndjson").text
    for line in answer.splitlines():
        service = json.loads(line)
        assert not {"notes", "conflicts", "decisions"} & set(service["sentier"])
        if service["sentier"]["address_confidential"]:
            for link in service["service_at_locations"]:
                assert not {"addresses", "latitude", "longitude"} & set(link["location"])


def test_database_that_fails_is_503_without_its_name(tmp_path: Any) -> None:
    database = create_database(f"sqlite:///{tmp_path / 'secret-name.db'}")
    with TestClient(Starlette(routes=[Mount("/hsds", routes=hsds_routes(database))])) as broken:
        answer = broken.get("/hsds/services")
    database.close()
    assert answer.status_code == 503
    assert "secret-name" not in answer.text
