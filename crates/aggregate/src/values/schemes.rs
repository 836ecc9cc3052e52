//! By what an import names each kind of thing.

use afya_model::Refusal;
use serde_json::{Map, Value, json};

use afya_model::Scheme;

/// The kinds of things that are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Element,
    OptionCombo,
    Option,
    Category,
    Unit,
    Set,
    AttributeCombo,
}

/// The parameters that set a scheme, in DHIS2's order.
pub const PARAMETERS: [&str; 8] = [
    "idScheme",
    "dataElementIdScheme",
    "categoryOptionComboIdScheme",
    "categoryOptionIdScheme",
    "categoryIdScheme",
    "orgUnitIdScheme",
    "dataSetIdScheme",
    "attributeOptionComboIdScheme",
];

/// The scheme of each kind, where one was said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schemes([Option<Scheme>; 8]);

impl Schemes {
    /// Sets what a parameter says.
    ///
    /// # Errors
    /// 400 for a word that is no scheme.
    pub fn set(&mut self, parameter: &str, word: &str) -> Result<(), Refusal> {
        let Some(place) = PARAMETERS.iter().position(|name| *name == parameter) else { return Ok(()) };
        let scheme = Scheme::parse(word).ok_or_else(|| {
            Refusal::bad_request(format!(
                "Value '{word}' is not valid for parameter {parameter}. Use UID, CODE, NAME or ATTRIBUTE:<uid>"
            ))
        })?;
        self.0[place] = Some(scheme);
        Ok(())
    }

    pub(crate) fn of(&self, kind: Kind) -> Scheme {
        let place = match kind {
            Kind::Element => 1,
            Kind::OptionCombo => 2,
            Kind::Option => 3,
            Kind::Category => 4,
            Kind::Unit => 5,
            Kind::Set => 6,
            Kind::AttributeCombo => 7,
        };
        self.0[place].as_ref().or(self.0[0].as_ref()).cloned().unwrap_or_default()
    }

    /// The schemes that an import summary repeats.
    pub fn of_json(told: &Value) -> Schemes {
        let mut schemes = Schemes::default();
        for (place, name) in PARAMETERS.iter().enumerate() {
            let word = told[name]["type"].as_str().map(|kind| match told[name]["attribute"].as_str() {
                Some(attribute) => format!("{kind}:{attribute}"),
                None => kind.to_owned(),
            });
            schemes.0[place] = word.and_then(|word| Scheme::parse(&word));
        }
        schemes
    }

    /// The schemes as an import summary repeats them.
    pub fn json(&self) -> Value {
        let mut told = Map::new();
        for (name, said) in PARAMETERS.iter().zip(&self.0) {
            let Some(scheme) = said else { continue };
            let scheme = match scheme {
                Scheme::Uid => json!({ "type": "UID" }),
                Scheme::Code => json!({ "type": "CODE" }),
                Scheme::Name => json!({ "type": "NAME" }),
                Scheme::Attribute(attribute) => json!({ "type": "ATTRIBUTE", "attribute": attribute }),
            };
            told.insert((*name).to_owned(), scheme);
        }
        Value::Object(told)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scheme_of_its_own_comes_before_that_of_all() {
        let mut schemes = Schemes::default();
        schemes.set("idScheme", "code").unwrap();
        schemes.set("orgUnitIdScheme", "ATTRIBUTE:QbLaJueGgub").unwrap();
        assert_eq!(schemes.of(Kind::Element), Scheme::Code);
        assert_eq!(schemes.of(Kind::Unit), Scheme::Attribute("QbLaJueGgub".to_owned()));
        assert_eq!(
            schemes.json(),
            json!({ "idScheme": { "type": "CODE" }, "orgUnitIdScheme": { "type": "ATTRIBUTE", "attribute": "QbLaJueGgub" } })
        );
        assert_eq!(Schemes::of_json(&schemes.json()), schemes);
    }

    #[test]
    fn what_is_no_scheme_is_refused() {
        for wrong in ["FOO", "ATTRIBUTE:short", "UUID", ""] {
            let refusal = Schemes::default().set("idScheme", wrong).unwrap_err();
            assert_eq!(refusal.http_status, 400, "{wrong}");
        }
    }
}
