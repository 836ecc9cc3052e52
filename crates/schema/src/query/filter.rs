//! `filter`: which objects a list holds. `path:operator:value`, several by parameter or by comma.

use std::sync::LazyLock;

use afya_model::{ErrorCode, Refusal};
use regex::Regex;

use crate::property::{Property, PropertyType};
use crate::query::selection::is_uid;
use crate::registry::{Registry, Type};

/// One condition.
#[derive(Clone, Debug)]
pub struct Filter {
    /// What is looked at.
    pub target: Target,
    /// How it is compared.
    pub operator: Operator,
    /// With what: one value, or those of a list; none for operators that take none.
    pub values: Vec<String>,
}

/// What a condition looks at.
#[derive(Clone, Debug)]
pub enum Target {
    /// A property, by the way to it through references and collections.
    Path(Vec<&'static Property>),
    /// The length of a text, by the way to it.
    Length(Vec<&'static Property>),
    /// The value of an attribute.
    Attribute(String),
    /// The identifier, the code, the name or the short name.
    Identifiable,
    /// The users mentioned in an interpretation or its comments.
    Mentions,
}

/// How much of a text must be the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    Exact,
    /// Anywhere in it.
    Anywhere,
    /// Its beginning.
    Start,
    /// Its end.
    End,
    /// All of it, where `*` stands for any letters and `?` for one.
    Pattern,
}

/// How a value is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `eq`
    Equal,
    /// `ne`
    NotEqual,
    /// `gt`
    Greater,
    /// `ge`
    GreaterOrEqual,
    /// `lt`
    Less,
    /// `le`
    LessOrEqual,
    /// `like` and its kin.
    Like {
        /// Where the value must be.
        part: Part,
        /// Whether case counts.
        case: bool,
        /// Whether it must not be there.
        not: bool,
    },
    /// `token`
    Token {
        /// Whether the words must not be there.
        not: bool,
    },
    /// `in`
    In,
    /// `!in`
    NotIn,
    /// `null`
    Null,
    /// `!null`
    NotNull,
    /// `empty`
    Empty,
    /// `!empty`
    NotEmpty,
}

impl Operator {
    /// The operator of a word.
    pub fn parse(word: &str) -> Option<Operator> {
        let like = |part, case, not| Operator::Like { part, case, not };
        Some(match word {
            "eq" => Operator::Equal,
            "ieq" => like(Part::Exact, false, false),
            "!eq" | "neq" | "ne" => Operator::NotEqual,
            "gt" => Operator::Greater,
            "lt" => Operator::Less,
            "gte" | "ge" => Operator::GreaterOrEqual,
            "lte" | "le" => Operator::LessOrEqual,
            "like" => like(Part::Anywhere, true, false),
            "!like" => like(Part::Anywhere, true, true),
            "$like" => like(Part::Start, true, false),
            "!$like" => like(Part::Start, true, true),
            "like$" => like(Part::End, true, false),
            "!like$" => like(Part::End, true, true),
            "ilike" => like(Part::Anywhere, false, false),
            "!ilike" => like(Part::Anywhere, false, true),
            "startsWith" | "$ilike" => like(Part::Start, false, false),
            "!$ilike" => like(Part::Start, false, true),
            "endsWith" | "ilike$" => like(Part::End, false, false),
            "!ilike$" => like(Part::End, false, true),
            "token" => Operator::Token { not: false },
            "!token" => Operator::Token { not: true },
            "in" => Operator::In,
            "!in" => Operator::NotIn,
            "null" => Operator::Null,
            "!null" => Operator::NotNull,
            "empty" => Operator::Empty,
            "!empty" => Operator::NotEmpty,
            _ => return None,
        })
    }

    /// Whether it stands without a value.
    pub fn is_unary(self) -> bool {
        matches!(self, Operator::Null | Operator::NotNull | Operator::Empty | Operator::NotEmpty)
    }
}

static PARTS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"([a-zA-Z0-9.]+):([!$a-zA-Z]{2,10})(?::(\[[^\]]*\]|[^,\n\r]+))?").expect("the pattern is a constant"));

/// The conditions of a request, from its `filter` parameters.
///
/// # Errors
/// 400 E1003 for what cannot be understood.
pub fn parse<'a>(registry: &'static Registry, of: &'static Type, parameters: impl IntoIterator<Item = &'a str>) -> Result<Vec<Filter>, Refusal> {
    let joined = parameters.into_iter().collect::<Vec<_>>().join(",");
    if joined.is_empty() {
        return Ok(Vec::new());
    }
    if !joined.contains(',') {
        return Ok(vec![parse_one(registry, of, &joined)?]);
    }
    let found: Vec<&str> = PARTS.find_iter(&joined).map(|part| part.as_str()).collect();
    if found.is_empty() {
        return Err(invalid(format!("Invalid filter => {joined}")));
    }
    found.into_iter().map(|text| parse_one(registry, of, text)).collect()
}

pub(crate) fn parse_one(registry: &'static Registry, of: &'static Type, text: &str) -> Result<Filter, Refusal> {
    let rewritten = text
        .strip_prefix("attributeValues.attribute.id:eq:")
        .map_or_else(|| text.to_owned(), |uid| format!("{}:!null", uid.rsplit(':').next().unwrap_or(uid)));
    let mut parts = rewritten.splitn(3, ':');
    let (path, word) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    if word.is_empty() {
        return Err(invalid(format!("Invalid filter => {text}")));
    }
    let argument = parts.next().filter(|argument| !argument.is_empty());
    let target = target(registry, of, path, word)?;
    let operator = Operator::parse(word).ok_or_else(|| invalid(format!("`{word}` is not a valid operator.")))?;
    let values = values(&target, operator, argument)?;
    Ok(Filter { target, operator, values })
}

fn target(registry: &'static Registry, of: &'static Type, path: &str, word: &str) -> Result<Target, Refusal> {
    if path == "identifiable" {
        return Ok(Target::Identifiable);
    }
    if path == "mentions" && word == "in" && of.property("mentions").is_some() {
        return Ok(Target::Mentions);
    }
    if let Some(way) = walk(registry, of, path)? {
        return Ok(Target::Path(way));
    }
    let last = path.split_once('.').map_or(path, |(_, rest)| rest);
    if is_uid(last) { Ok(Target::Attribute(last.to_owned())) } else { Err(invalid(format!("Unknown path property: {path}"))) }
}

/// The way to a property, or nothing when a step is unknown.
pub fn walk(registry: &'static Registry, of: &'static Type, path: &str) -> Result<Option<Vec<&'static Property>>, Refusal> {
    let mut way = Vec::new();
    let mut current = Some(of);
    let steps: Vec<&str> = path.split('.').collect();
    for (index, step) in steps.iter().enumerate() {
        // What nobody may read must not be found out by asking either.
        let found = current.and_then(|of| of.property(step)).filter(|property| property.readable);
        let Some(property) = found else { return Ok(None) };
        if property.simple && !property.is_collection() && index + 1 != steps.len() {
            return Err(invalid("Simple type was found before finished parsing path expression, please check your path string."));
        }
        way.push(property);
        // What may be done with the data of an object is said in the words for the object itself.
        current = match property.klass.ends_with(".AccessData") {
            true => registry.by_name("access"),
            false => property.target.and_then(|class| registry.by_class(class)),
        };
    }
    Ok(Some(way))
}

fn values(target: &Target, operator: Operator, argument: Option<&str>) -> Result<Vec<String>, Refusal> {
    if operator.is_unary() {
        return Ok(Vec::new());
    }
    let argument = argument.unwrap_or_default();
    let property = match target {
        Target::Path(way) => way.last().copied(),
        _ => None,
    };
    let list = argument.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let many = matches!(operator, Operator::In | Operator::NotIn);
    if many || property.is_some_and(Property::is_collection) {
        let Some(list) = list else {
            let sized = argument.parse::<i32>().is_ok();
            if sized && !many {
                return Ok(vec![argument.to_owned()]);
            }
            return Err(invalid(format!("Collection size must be integer `{argument}`")));
        };
        let items: Vec<String> = list.split(',').map(|item| item.trim().to_owned()).filter(|item| !item.is_empty()).collect();
        if items.is_empty() {
            return Err(invalid(format!("Invalid argument `{argument}` for in operator.")));
        }
        if let Some(property) = property {
            items.iter().try_for_each(|item| check(property, property.item_kind.unwrap_or(property.kind), item))?;
        }
        return Ok(items);
    }
    if let Some(property) = property {
        check(property, property.kind, argument)?;
    }
    Ok(vec![argument.to_owned()])
}

/// Refuses a value that a property of this kind cannot have.
fn check(property: &Property, kind: PropertyType, value: &str) -> Result<(), Refusal> {
    let class = property.item_klass.unwrap_or(property.klass);
    let simple = class.rsplit('.').next().unwrap_or(class);
    let unreadable = |what: &str| Err(invalid(format!("Unable to parse `{value}` as `{what}`.")));
    match class {
        "java.lang.Integer" if value.parse::<i32>().is_err() => unreadable("Integer"),
        "java.lang.Double" if value.parse::<f64>().is_err() => unreadable("Double"),
        "java.util.Date" if !is_date(value) => unreadable("Date"),
        "java.lang.String" | "java.lang.Integer" | "java.lang.Double" | "java.lang.Boolean" | "java.util.Date" => Ok(()),
        _ if kind == PropertyType::Constant => {
            if property.constants.contains(&value) {
                return Ok(());
            }
            let words = property.constants.join(", ");
            Err(invalid(format!("Unable to parse `{value}` as `class {class}`, available values are: [{words}]")))
        }
        "java.lang.Long" | "java.lang.Object" => Err(invalid(format!("Unable to parse `{value}` to `{simple}`."))),
        _ if matches!(kind, PropertyType::Reference | PropertyType::Complex) => Err(invalid(format!("Unable to parse `{value}` to `{simple}`."))),
        _ => Ok(()),
    }
}

static DATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\d{4}(-?(0[1-9]|1[0-2])(-?(0[1-9]|[12]\d|3[01])([T ]\d{2}(:?\d{2}(:?\d{2}(\.\d{1,9})?)?)?(Z|[+-]\d{2}:?\d{2})?)?)?)?$")
        .expect("the pattern is a constant")
});

/// Whether a text is a date or a time as DHIS2 reads it (`2024`, `2024-01`, `2024-01-31`, `2024-01-31T10:00:00.000`).
pub fn is_date(text: &str) -> bool {
    DATE.is_match(text)
}

fn invalid(message: impl Into<String>) -> Refusal {
    Refusal::bad_request(message).with_code(ErrorCode::E1003)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::registry;

    fn parsed(text: &str) -> Result<Vec<Filter>, Refusal> {
        parse(registry(), registry().by_name("dataElement").unwrap(), [text])
    }

    fn refusal(text: &str) -> String {
        parsed(text).unwrap_err().message.unwrap()
    }

    #[test]
    fn a_comma_splits_and_brackets_keep_together() {
        let filters = parsed("name:in:[a,b],categoryCombo.id:eq:x,formName:null").unwrap();
        assert_eq!(filters.len(), 3);
        assert_eq!(filters[0].values, ["a", "b"]);
        assert!(matches!(&filters[1].target, Target::Path(way) if way.len() == 2));
        assert_eq!(filters[2].operator, Operator::Null);
    }

    #[test]
    fn a_value_may_hold_colons() {
        assert_eq!(parsed("name:eq:a:b").unwrap()[0].values, ["a:b"]);
    }

    #[test]
    fn what_cannot_be_understood_is_named() {
        assert_eq!(refusal("name"), "Invalid filter => name");
        assert_eq!(refusal("name:foo:x"), "`foo` is not a valid operator.");
        assert_eq!(refusal("fooBar:eq:x"), "Unknown path property: fooBar");
        assert_eq!(refusal("lastUpdated:ge:yesterday"), "Unable to parse `yesterday` as `Date`.");
        assert_eq!(refusal("dataElementGroups:eq:two"), "Collection size must be integer `two`");
        assert_eq!(refusal("name:in:a,b"), "Collection size must be integer `a`");
        assert!(refusal("domainType:eq:X").starts_with("Unable to parse `X` as `class org.hisp.dhis.dataelement.DataElementDomain`"));
    }

    #[test]
    fn an_attribute_is_named_by_its_identifier() {
        assert!(matches!(&parsed("QbLaJueGgub:eq:x").unwrap()[0].target, Target::Attribute(uid) if uid == "QbLaJueGgub"));
        let rewritten = parsed("attributeValues.attribute.id:eq:QbLaJueGgub").unwrap();
        assert_eq!(rewritten[0].operator, Operator::NotNull);
    }

    #[test]
    fn dates_of_several_lengths() {
        for right in ["2024", "2024-01", "2024-01-31", "2024-01-31T10:00:00.000", "2024-01-31T10:00:00Z"] {
            assert!(is_date(right), "{right}");
        }
        assert!(!is_date("31.1.2024") && !is_date("2024-13-01"));
    }
}
