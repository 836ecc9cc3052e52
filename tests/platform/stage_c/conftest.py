"""Lets the tests of this folder see their own modules and those of the folders above."""
import pathlib
import sys

here = pathlib.Path(__file__).parent
sys.path[:0] = [str(here), str(here.parent), str(here.parent / "stage_b")]
