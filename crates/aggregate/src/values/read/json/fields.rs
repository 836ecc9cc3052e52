//! How parts of a JSON body become words: texts, lists of texts, objects and lists of objects.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::values::batch::Row;
use crate::values::rows::{Kept, Rows};
use crate::values::words::{ChoiceWord, Word, Words};

/// Something that is an object in JSON.
pub(super) trait Object: Default {
    /// Takes the value of a field.
    fn field<'de, A: MapAccess<'de>>(
        &mut self,
        kept: &mut Kept,
        name: &str,
        map: &mut A,
    ) -> Result<(), A::Error>;
}

/// Reads an object. An empty list is taken for an empty object, as DHIS2 takes it.
pub(super) struct Fields<'w, T>(&'w mut Kept, PhantomData<T>);

impl<T> Fields<'_, T> {
    pub(super) fn new(kept: &mut Kept) -> Fields<'_, T> {
        Fields(kept, PhantomData)
    }
}

impl<'de, T: Object> DeserializeSeed<'de> for Fields<'_, T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, T: Object> Visitor<'de> for Fields<'_, T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let mut object = T::default();
        while let Some(name) = map.next_key::<String>()? {
            object.field(self.0, &name, &mut map)?;
        }
        Ok(object)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<T, A::Error> {
        match sequence.next_element::<IgnoredAny>()? {
            Some(_) => Err(A::Error::custom("there is a list where an object is expected")),
            None => Ok(T::default()),
        }
    }
}

/// Reads a list of objects onto the end of others; null is an empty list.
pub(super) struct List<'w, T>(pub(super) &'w mut Kept, pub(super) &'w mut Vec<T>);

impl<'de, T: Object> DeserializeSeed<'de> for List<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, T: Object> Visitor<'de> for List<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of objects")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<(), A::Error> {
        while let Some(item) = sequence.next_element_seed(Fields::new(self.0))? {
            self.1.push(item);
        }
        Ok(())
    }
}

/// Reads a list of values, each of which is laid aside before the next one is read; null is an empty list.
pub(super) struct RowList<'w>(pub(super) &'w mut Kept, pub(super) &'w mut Rows);

impl<'de> DeserializeSeed<'de> for RowList<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for RowList<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of values")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<(), A::Error> {
        while let Some(row) = sequence.next_element_seed(Fields::<Row>::new(self.0))? {
            self.0.add(self.1, &row).map_err(|_| A::Error::custom("a value cannot be kept"))?;
        }
        Ok(())
    }
}

/// Reads a list of texts.
pub(super) struct WordList<'w>(pub(super) &'w mut Words, pub(super) &'w mut Vec<Word>);

impl<'de> DeserializeSeed<'de> for WordList<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for WordList<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of texts")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<(), A::Error> {
        while let Some(word) = sequence.next_element_seed(Scalar(|text: &str| self.0.word(text)))? {
            self.1.extend(word);
        }
        Ok(())
    }
}

/// Reads a text; numbers and truth values are taken as they are written, and null is nothing.
pub(super) struct Scalar<F>(pub(super) F);

impl<'de, T, F: FnOnce(&str) -> T> DeserializeSeed<'de> for Scalar<F> {
    type Value = Option<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<T>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, T, F: FnOnce(&str) -> T> Visitor<'de> for Scalar<F> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_unit<E: Error>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Option<T>, E> {
        Ok(Some(self.0(text)))
    }

    fn visit_bool<E: Error>(self, truth: bool) -> Result<Option<T>, E> {
        self.visit_str(&truth.to_string())
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Option<T>, E> {
        self.visit_str(&number.to_string())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Option<T>, E> {
        self.visit_str(&number.to_string())
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Option<T>, E> {
        self.visit_str(&number.to_string())
    }
}

/// Reads an option combo: its identifier, or options by category.
pub(super) struct Combo<'w>(pub(super) &'w mut Words);

impl<'de> DeserializeSeed<'de> for Combo<'_> {
    type Value = (Option<Word>, Option<ChoiceWord>);

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Combo<'_> {
    type Value = (Option<Word>, Option<ChoiceWord>);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an option combo, or options by category")
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok((None, None))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok((Some(self.0.word(text)), None))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut choice = Vec::new();
        while let Some((category, option)) = map.next_entry::<String, String>()? {
            choice.push((category, option));
        }
        Ok((None, Some(self.0.choice(choice))))
    }
}
