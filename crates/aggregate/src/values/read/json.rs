//! A set of values as JSON. Values are laid aside one by one as they are read: no tree of the body is ever held.

mod fields;

use std::io::{BufReader, Read};

use afya_model::Refusal;
use serde::de::{DeserializeSeed, IgnoredAny, MapAccess};

use crate::values::batch::{Batch, Deleted, Deletion, Group, Row};
use crate::values::rows::Kept;
use crate::values::schemes::PARAMETERS;
use fields::{Combo, Fields, List, Object, RowList, Scalar, WordList};

/// Reads a body.
///
/// # Errors
/// 400 for what is no JSON or no set of values.
pub(super) fn read(body: impl Read, batch: &mut Batch) -> Result<(), Refusal> {
    let mut deserializer = serde_json::Deserializer::from_reader(BufReader::new(body));
    let set: Result<Set, _> = Fields::new(&mut batch.kept).deserialize(&mut deserializer);
    let set = set.and_then(|set| deserializer.end().map(|()| set)).map_err(|error| {
        Refusal::bad_request(format!(
            "The body is no set of data values: {error}. Send an object with `dataValues`"
        ))
    })?;
    for (parameter, scheme) in &set.schemes {
        batch.schemes.set(parameter, scheme)?;
    }
    batch.dry_run = set.dry_run;
    batch.groups.push(set.group);
    Ok(())
}

/// A group, with the parameters that its body gives.
#[derive(Default)]
struct Set {
    group: Group,
    schemes: Vec<(String, String)>,
    dry_run: Option<bool>,
}

impl Object for Set {
    fn field<'de, A: MapAccess<'de>>(
        &mut self,
        kept: &mut Kept,
        name: &str,
        map: &mut A,
    ) -> Result<(), A::Error> {
        let group = &mut self.group;
        match name {
            "dataSet" => group.data_set = map.next_value_seed(Scalar(str::to_owned))?,
            "completeDate" => group.complete_date = map.next_value_seed(Scalar(str::to_owned))?,
            "dataElement" => {
                group.element = map.next_value_seed(Scalar(|text: &str| kept.words.word(text)))?
            }
            "period" => group.period = map.next_value_seed(Scalar(|text: &str| kept.words.word(text)))?,
            "orgUnit" => group.unit = map.next_value_seed(Scalar(|text: &str| kept.words.word(text)))?,
            "attributeOptionCombo" => {
                (group.attribute_combo, group.attribute_choice) =
                    map.next_value_seed(Combo(&mut kept.words))?;
            }
            "deletion" => group.deletion = Some(map.next_value_seed(Fields::new(kept))?),
            "dataValues" => map.next_value_seed(RowList(kept, &mut group.rows))?,
            "dryRun" => self.dry_run = map.next_value()?,
            _ if PARAMETERS.contains(&name) => {
                let said: Option<String> = map.next_value()?;
                self.schemes.extend(said.map(|said| (name.to_owned(), said)));
            }
            _ => drop(map.next_value::<IgnoredAny>()?),
        }
        Ok(())
    }
}

impl Object for Row {
    fn field<'de, A: MapAccess<'de>>(
        &mut self,
        kept: &mut Kept,
        name: &str,
        map: &mut A,
    ) -> Result<(), A::Error> {
        match name {
            "dataElement" => {
                self.element = map.next_value_seed(Scalar(|text: &str| kept.words.word(text)))?
            }
            "period" => self.period = map.next_value_seed(Scalar(|text: &str| kept.words.word(text)))?,
            "orgUnit" => self.unit = map.next_value_seed(Scalar(|text: &str| kept.words.word(text)))?,
            "categoryOptionCombo" => {
                (self.option_combo, self.choice) = map.next_value_seed(Combo(&mut kept.words))?;
            }
            "attributeOptionCombo" => {
                self.attribute_combo = map.next_value_seed(Scalar(|text: &str| kept.words.word(text)))?;
            }
            "value" => self.value = map.next_value_seed(Scalar(|text: &str| Box::from(text)))?,
            "comment" => self.comment = map.next_value_seed(Scalar(|text: &str| Box::from(text)))?,
            "followUp" | "followup" => self.follow_up = map.next_value()?,
            "deleted" => self.deleted = map.next_value()?,
            _ => drop(map.next_value::<IgnoredAny>()?),
        }
        Ok(())
    }
}

impl Object for Deletion {
    fn field<'de, A: MapAccess<'de>>(
        &mut self,
        kept: &mut Kept,
        name: &str,
        map: &mut A,
    ) -> Result<(), A::Error> {
        match name {
            "orgUnits" => map.next_value_seed(WordList(&mut kept.words, &mut self.units))?,
            "periods" => map.next_value_seed(WordList(&mut kept.words, &mut self.periods))?,
            "elements" => map.next_value_seed(List(kept, &mut self.elements))?,
            _ => drop(map.next_value::<IgnoredAny>()?),
        }
        Ok(())
    }
}

impl Object for Deleted {
    fn field<'de, A: MapAccess<'de>>(
        &mut self,
        kept: &mut Kept,
        name: &str,
        map: &mut A,
    ) -> Result<(), A::Error> {
        let place = match name {
            "dataElement" => &mut self.element,
            "categoryOptionCombo" => &mut self.option_combo,
            "attributeOptionCombo" => &mut self.attribute_combo,
            _ => return map.next_value::<IgnoredAny>().map(drop),
        };
        *place = map.next_value_seed(Scalar(|text: &str| kept.words.word(text)))?;
        Ok(())
    }
}
