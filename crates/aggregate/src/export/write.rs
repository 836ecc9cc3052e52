//! The stream of an export: values come from the database one by one and leave in chunks.

use std::time::SystemTime;

use afya_store::{Connection, Fault, Row, Sql};
use tokio::sync::mpsc::Sender;

use super::Request;
use super::formats::{Format, Writer};
use crate::sql::export::{self as sql, Reader};

/// Bytes that leave together.
const CHUNK: usize = 64 * 1024;

/// What all values of a part have, as the answer calls it.
#[derive(Clone, Debug, Default)]
pub(super) struct Head {
    pub(super) set: Option<String>,
    pub(super) period: Option<String>,
    pub(super) unit: Option<String>,
    pub(super) attribute_combo: Option<String>,
    pub(super) attribute_options: Option<Vec<(String, String)>>,
    pub(super) has_default_attribute: bool,
}

impl Head {
    /// Whether the attribute option combo stands here, so that values do not repeat it.
    pub(super) fn has_attribute(&self) -> bool {
        self.attribute_combo.is_some() || self.attribute_options.is_some()
    }
}

/// Values that come from one statement.
pub(super) struct Part {
    pub(super) request: Request,
    pub(super) head: Head,
}

/// An export of which everything is known but the values.
pub struct Export {
    pub(super) parts: Vec<Part>,
    pub(super) reader: Option<Reader>,
    pub(super) format: Format,
}

/// A value in the words of the answer. A category option combo and an attribute option combo are a name, or pairs of
/// category and option.
pub(super) struct Value<'a> {
    pub(super) element: &'a str,
    pub(super) period: &'a str,
    pub(super) unit: &'a str,
    pub(super) option_combo: &'a str,
    pub(super) has_default_option_combo: bool,
    pub(super) options: Option<Vec<(&'a str, &'a str)>>,
    pub(super) attribute_combo: &'a str,
    pub(super) has_default_attribute_combo: bool,
    pub(super) attribute_options: Option<Vec<(&'a str, &'a str)>>,
    pub(super) value_type: &'a str,
    pub(super) value: Option<&'a str>,
    pub(super) comment: Option<&'a str>,
    pub(super) follow_up: Option<bool>,
    pub(super) stored_by: Option<&'a str>,
    pub(super) created: SystemTime,
    pub(super) last_updated: SystemTime,
    pub(super) deleted: bool,
}

/// A row of the statement of values.
pub(super) fn value(row: &Row) -> Value<'_> {
    let filled = |column: usize| row.get::<_, Option<&str>>(column).filter(|text| !text.is_empty());
    let text = |column: usize| row.get::<_, Option<&str>>(column).unwrap_or_default();
    let pairs = |column: usize| {
        let names: Option<Vec<&str>> = row.get(column);
        let options: Option<Vec<&str>> = row.get(column + 1);
        Some(names?.into_iter().zip(options?).collect())
    };
    Value {
        element: text(0),
        period: text(1),
        unit: text(2),
        option_combo: text(3),
        attribute_combo: text(4),
        value_type: text(5),
        value: row.get(6),
        comment: filled(7),
        follow_up: row.get(8),
        stored_by: filled(9),
        created: row.get(10),
        last_updated: row.get(11),
        deleted: row.get(12),
        has_default_option_combo: row.get(13),
        has_default_attribute_combo: row.get(14),
        options: pairs(15),
        attribute_options: pairs(17),
    }
}

impl Export {
    /// The statement of the values of the first part.
    pub(super) fn statement(&self) -> Sql {
        self.parts.first().map_or_else(Sql::empty, |part| self.values(part))
    }

    fn values(&self, part: &Part) -> Sql {
        sql::values(&part.request, self.reader.as_ref())
    }

    /// Writes the whole answer in chunks, as fast as they are taken, until it ends, something fails, or nobody takes them.
    pub async fn write(self, mut connection: Connection, chunks: Sender<Result<Vec<u8>, Fault>>) {
        if let Err(fault) = self.send(&mut connection, &chunks).await {
            // Whoever took the chunks learns of the fault, or is gone.
            let _ = chunks.send(Err(fault)).await;
        }
    }

    async fn send(
        &self,
        connection: &mut Connection,
        chunks: &Sender<Result<Vec<u8>, Fault>>,
    ) -> Result<(), Fault> {
        let mut writer = Writer::new(self.format);
        for part in &self.parts {
            writer.open(&part.request, &part.head);
            let statement = self.values(part);
            let mut rows = connection.stream(&statement).await?;
            while let Some(row) = rows.next().await? {
                writer.value(&part.request, &part.head, &value(&row));
                if writer.written.len() >= CHUNK && chunks.send(Ok(writer.take())).await.is_err() {
                    return Ok(());
                }
            }
        }
        writer.close();
        // When nobody takes the last chunk there is nobody to tell.
        let _ = chunks.send(Ok(writer.take())).await;
        Ok(())
    }
}
