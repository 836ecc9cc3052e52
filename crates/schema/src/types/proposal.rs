//! Metadata Proposal.

use super::constants::{METADATA_PROPOSAL_STATUS, METADATA_PROPOSAL_TARGET, METADATA_PROPOSAL_TYPE};
use crate::builder::{Builder, complex, constant, date, identifier, reference, text};
use crate::registry::Type;

pub(super) fn proposal() -> Type {
    Builder::new("proposal", "proposals", "org.hisp.dhis.metadata.MetadataProposal")
        .wire_name("metadataProposal")
        .endpoint("/metadata/proposals")
        .table("metadataproposal", Some("proposalid"))
        .references(&["org.hisp.dhis.user.User"])
        .properties(vec![
            complex("change", "com.fasterxml.jackson.databind.JsonNode").json("change").required().length(0, 255),
            text("comment").column("comment").length(0, 255),
            date("created").column("created").required().attribute().long(255),
            reference("createdBy", "org.hisp.dhis.user.User").by("createdby").required().opaque().long(255),
            date("finalised").column("finalised").attribute().long(255),
            reference("finalisedBy", "org.hisp.dhis.user.User").by("finalisedby").opaque().long(255),
            identifier("id").field("uid").column("uid").unique().attribute().length(11, 11),
            text("reason").column("reason").length(0, 1024),
            constant("status", "org.hisp.dhis.metadata.MetadataProposalStatus", METADATA_PROPOSAL_STATUS).column("status").required().long(12),
            constant("target", "org.hisp.dhis.metadata.MetadataProposalTarget", METADATA_PROPOSAL_TARGET).column("target").required().long(30),
            text("targetId").column("targetuid").length(0, 11),
            constant("type", "org.hisp.dhis.metadata.MetadataProposalType", METADATA_PROPOSAL_TYPE).column("type").required().long(6),
        ])
        .build()
}
