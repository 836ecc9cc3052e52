"""All checks of a tree."""
import at_google
import edge
import form
import measures
import room
import safety
import times
import working

ALL = [*form.CHECKS, *safety.CHECKS, *working.CHECKS, *times.CHECKS, *measures.CHECKS, *room.CHECKS, *edge.CHECKS, *at_google.CHECKS]


def said(check, view):
    """The sentences of a check, and one more where the tree is so wrong that it cannot be judged."""
    try:
        yield from check(view)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        yield f"{check.__name__} cannot judge the tree: {error!r}"
