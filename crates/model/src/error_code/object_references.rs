//! Codes about references between objects (E5xxx), with DHIS2's sentences.

use super::codes;

codes! {
    E5000 = "Found matching object for reference, but import strategy is CREATE. Identifier was {0}, and object was {1}.",
    E5001 = "No matching object for reference. Identifier was {0}, and object was {1}.",
    E5002 = "Invalid reference {0} on object {1} for association `{2}`",
    E5003 = "Property `{0}` with value `{1}` on object {2} already exists on object {3}",
    E5004 = "Id `{0}` for type `{1}` exists on more than 1 object in the payload, removing all but the first found",
    E5005 = "Properties `{0}` in objects `{1}` must be unique within the payload",
    E5006 = "Non-owner reference {0} on object {1} for association `{2}` disallowed for payload for ERRORS_NOT_OWNER",
    E5007 = "Duplicate reference {0} on object {1} for association `{2}`",
    E5008 = "READ access is required for reference {0} on object {1} for association `{2}`",
}
