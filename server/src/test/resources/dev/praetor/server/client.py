"""A client that knows of a server what its introspection says, and nothing else.

Arguments: the address of the server, a key. Prints "passed" at the end.
"""
import json
import sys

import requests
from gql import Client, gql
from gql.transport.exceptions import TransportQueryError
from gql.transport.requests import RequestsHTTPTransport
from graphql import (
    GraphQLError,
    build_client_schema,
    build_schema,
    get_introspection_query,
    lexicographic_sort_schema,
    parse,
    print_schema,
    validate,
)

URL, KEY = sys.argv[1:]
HEADERS = {"Authorization": "Bearer " + KEY}


def equal(actual, expected):
    assert actual == expected, f"{actual!r} is not {expected!r}"


def introspect(query):
    """Sends a query of introspection, and returns the schema."""
    answer = requests.post(URL + "/graphql", json={"query": query}, headers=HEADERS, timeout=60).json()
    assert "errors" not in answer, answer["errors"]
    return build_client_schema(answer["data"])


def text(schema):
    return print_schema(lexicographic_sort_schema(schema))


# The queries that graphql-js, and GraphiQL with it, ask at their least and at their most.
least = get_introspection_query(descriptions=False)
usual = get_introspection_query()
most = get_introspection_query(
    specified_by_url=True,
    directive_is_repeatable=True,
    schema_description=True,
    input_value_deprecation=True,
    one_of=True,
)
introspect(least)
introspect(usual)
file = requests.get(URL + "/graphql/schema", headers=HEADERS, timeout=60)
equal(file.status_code, 200)
equal(text(introspect(most)).splitlines(), text(build_schema(file.text)).splitlines())

client = Client(
    transport=RequestsHTTPTransport(url=URL + "/graphql", headers=HEADERS, timeout=60),
    fetch_schema_from_transport=True,
)

RUNS = gql("""
query Runs($where: RunFilter, $first: Int!, $after: String) {
  runs(where: $where, orderBy: [{field: created, direction: asc}], first: $first, after: $after) {
    nodes { id name state created flow { name key } parameters }
    pageInfo { endCursor hasNextPage }
    count { n orMore }
  }
}""")
MAKE = gql("""
mutation Make($parameters: JSON, $key: String) {
  createRun(flow: "greet", parameters: $parameters, idempotencyKey: $key) { id state }
}""")
RESULT = gql("query Result($id: ID!) { run(id: $id) { state value ended taskRuns { nodes { node state value } } } }")
GROUPS = gql("""
{ runsAggregate(groupBy: [{field: flow}, {field: state}]) { key count duration { avg max } } }""")
SUBSCRIPTION = "subscription Follow($id: ID!) { runChanged(id: $id) { id state } }"


def follow(run):
    """Returns the states of a run, by a subscription over SSE, until it has ended."""
    states = []
    with requests.post(
        URL + "/graphql/stream",
        json={"query": SUBSCRIPTION, "variables": {"id": run}},
        headers={**HEADERS, "Accept": "text/event-stream"},
        stream=True,
        timeout=60,
    ) as answer:
        equal(answer.status_code, 200)
        answer.encoding = "utf-8"
        event = None
        for line in answer.iter_lines(decode_unicode=True):
            if line.startswith("event:"):
                event = line[6:].strip()
            elif line.startswith("data:") and event == "next":
                states.append(json.loads(line[5:])["data"]["runChanged"]["state"])
            if event == "complete":
                return states
    raise AssertionError(f"the stream ended after {states}")


def code(client, query):
    """Returns the code of the only error of a request."""
    try:
        client.execute(query)
    except TransportQueryError as refused:
        equal(len(refused.errors), 1)
        assert refused.errors[0]["message"]
        return refused.errors[0]["extensions"]["code"]
    raise AssertionError("the request was not refused")


with client as session:
    schema = session.client.schema
    equal(text(schema), text(introspect(usual)))
    for operation in (RUNS, MAKE, RESULT, GROUPS):
        session.client.validate(operation)
    equal(validate(schema, parse(SUBSCRIPTION)), [])
    try:
        session.client.validate(gql("{ runs { nodes { nothing } } }"))
        raise AssertionError("the client does not validate")
    except GraphQLError:
        pass

    flows = session.execute(gql('{ flows(where: {name: {_like: "gr%"}}) { nodes { name project key } count { n } } }'))
    equal(flows["flows"]["nodes"], [{"name": "greet", "project": "default", "key": "greet"}])

    runs = []
    for name in ("Ann", "Bo", "Cy"):
        parameters = {"name": name}
        made = session.execute(MAKE, variable_values={"parameters": parameters, "key": "for " + name})["createRun"]
        again = session.execute(MAKE, variable_values={"parameters": parameters, "key": "for " + name})["createRun"]
        equal(made["id"], again["id"])
        runs.append(made["id"])
    for run in runs:
        equal(follow(run)[-1], "Success")
    result = session.execute(RESULT, variable_values={"id": runs[0]})["run"]
    equal(result["value"], "Hello, Ann")
    equal([each["state"] for each in result["taskRuns"]["nodes"]], ["Success"])

    where = {"flow": {"name": {"_eq": "greet"}}, "state": {"_in": ["Success"]}}
    pages, after = [], None
    while True:
        page = session.execute(RUNS, variable_values={"where": where, "first": 2, "after": after})["runs"]
        equal(page["count"], {"n": 3, "orMore": False})
        pages.append([each["id"] for each in page["nodes"]])
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    equal(pages, [runs[:2], runs[2:]])
    groups = session.execute(GROUPS)["runsAggregate"]
    equal([(each["key"], each["count"]) for each in groups], [({"flow": "greet", "state": "Success"}, 3)])
    assert groups[0]["duration"]["avg"] is not None

    equal(code(session, gql('mutation { createKey(name: "more", role: ADMINISTRATOR) { __typename } }')), "FORBIDDEN")
    equal(code(session, gql('mutation { createRun(flow: "none") { id } }')), "NOT_FOUND")
    equal(code(session, gql('mutation { createRun(flow: "greet", parameters: {nome: "x"}) { id } }')), "INVALID_PARAMETERS")

for malformed in ("{ runs { nodes { id }", "{ nothing }", "query Q($first: Int!) { runs(first: $first) { nodes { id } } }", ""):
    answer = requests.post(URL + "/graphql", json={"query": malformed}, headers=HEADERS, timeout=60).json()
    equal(answer["errors"][0]["extensions"]["code"], "BAD_REQUEST")
answer = requests.post(URL + "/graphql", json={"query": "{ server { version } }"}, timeout=60)
equal((answer.status_code, answer.json()["error"]["code"]), (401, "UNAUTHENTICATED"))
print("passed")
