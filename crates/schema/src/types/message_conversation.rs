//! Message Conversation.

use super::constants::{MESSAGE_CONVERSATION_PRIORITY, MESSAGE_CONVERSATION_STATUS, MESSAGE_TYPE};
use crate::builder::{Builder, boolean, complex, constant, date, identifier, integer, list, reference, set, text};
use crate::property::PropertyType::{Complex, Reference, Text};
use crate::registry::Type;

/// What is said of the caller's own copy of a conversation.
macro_rules! own_copy {
    ($column:literal) => {
        concat!(
            "(select coalesce(w.",
            $column,
            ", false) from messageconversation_usermessages m join usermessage w using (usermessageid) ",
            "join userinfo u on u.userinfoid = w.userid ",
            "where m.messageconversationid = {t}.messageconversationid and u.uid = {user} limit 1)"
        )
    };
}

pub(super) fn message_conversation() -> Type {
    Builder::new("messageConversation", "messageConversations", "org.hisp.dhis.message.MessageConversation")
        .endpoint("/messageConversations")
        .table("messageconversation", Some("messageconversationid"))
        .attribute_values()
        .references(&["org.hisp.dhis.user.User", "org.hisp.dhis.message.Message"])
        .identifiable()
        .properties(vec![
            reference("assignee", "org.hisp.dhis.user.User").by("user_assigned").long(255),
            identifier("code").attribute().min(0.0),
            text("extMessageId").column("extmessageid").length(0, 255),
            boolean("favorite").read_only(),
            set("favorites", "String", Text).item("favorite").simple().min(0.0),
            boolean("followUp").attribute().expression(own_copy!("isfollowup")),
            identifier("id").field("uid").column("uid").attribute().length(11, 11),
            date("lastMessage").column("lastmessage").long(255),
            reference("lastSender", "org.hisp.dhis.user.User").by("lastsenderid").long(255),
            text("lastSenderFirstname").attribute().range(0.0, 2147483647.0),
            text("lastSenderSurname").attribute().range(0.0, 2147483647.0),
            reference("lastUpdatedBy", "org.hisp.dhis.user.User").opaque(),
            integer("messageCount").column("messagecount").attribute().any_integer(),
            constant("messageType", "org.hisp.dhis.message.MessageType", MESSAGE_TYPE).column("messagetype").long(255),
            list("messages", "org.hisp.dhis.message.Message", Reference)
                .item("message")
                .join("messageconversation_messages", "messageconversationid", "messageid")
                .sorted_by("sort_order")
                .answered(
                    "(select coalesce(json_agg(json_build_object('id', o.uid) order by m.sort_order), '[]'::json) \
                     from messageconversation_messages m join message o on o.messageid = m.messageid \
                     where m.messageconversationid = {t}.messageconversationid)",
                )
                .min(0.0)
                .cascade("all,delete-orphan"),
            text("name").range(0.0, 2147483647.0),
            constant("priority", "org.hisp.dhis.message.MessageConversationPriority", MESSAGE_CONVERSATION_PRIORITY).column("priority").long(255),
            boolean("read").attribute().expression(own_copy!("isread")),
            complex("sharing", "org.hisp.dhis.user.sharing.Sharing").min(0.0).gist("FALSE"),
            constant("status", "org.hisp.dhis.message.MessageConversationStatus", MESSAGE_CONVERSATION_STATUS).column("status").long(255),
            text("subject").column("subject").required().length(2, 255),
            set("translations", "org.hisp.dhis.translation.Translation", Complex).item("translation").min(0.0).gist("FALSE"),
            text("userFirstname").attribute().range(0.0, 2147483647.0),
            set("userMessages", "org.hisp.dhis.message.UserMessage", Complex)
                .item("userMessage")
                .join("messageconversation_usermessages", "messageconversationid", "usermessageid")
                .min(0.0)
                .cascade("all,delete-orphan"),
            text("userSurname").attribute().range(0.0, 2147483647.0),
        ])
        .build()
}
