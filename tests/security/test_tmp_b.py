import pytest
from tests.security.test_hostile_input import *
from tests.security import test_hostile_input as t
@pytest.mark.parametrize("kind", BODIES)
def test_mine(kind, app, session):
    world=make_world(session, app)
    wrong=[]
    for call in calls(app, world):
        if call.method=="GET" or "/tekst/" not in call.url: continue
        body=dict(BODIES[kind])
        if isinstance(body["data"], str) and "{fields}" in body["data"]:
            fields = "&".join(f"{k}={v}" for k, v in call.data.items() if k != "text")
            body["data"] = body["data"].replace("{fields}", fields)
        for headers in ({}, {"Accept": JSON}):
            with undone(session):
                b=browser_as(app, session, world.people["owner"])
                a=b.open(call.url, method=call.method, headers=headers, buffered=True, **body)
                if a.status_code>=500: wrong.append((call.name,a.status_code))
    assert wrong==[]
for n in list(globals()):
    if n.startswith("test_") and n!="test_mine": del globals()[n]
