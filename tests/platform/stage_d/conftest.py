"""Lets the tests of this folder see their own modules and those of the folders above."""
import os
import pathlib
import sys

import pytest

here = pathlib.Path(__file__).parent
sys.path[:0] = [str(here), str(here.parent), str(here.parent / "stage_b"), str(here.parent / "stage_c")]


@pytest.fixture(scope="session")
def whole():
    """One node: what is rehearsed here are operators."""
    assert "NODE_GROUP" in os.environ, "run these tests by scripts/platform/check --operators"
    from node import Whole

    yield Whole(nodes=1)
