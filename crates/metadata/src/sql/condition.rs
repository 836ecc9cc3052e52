//! Filters as conditions. A path through references and collections becomes `exists`; what DHIS2 evaluates in memory is
//! plain SQL here, with the same result.

use afya_schema::query::filter::Part;
use afya_schema::query::{Filter, Operator, Target};
use afya_schema::{Property, PropertyType, Storage, Type, registry};
use afya_store::Sql;

use crate::read::Member;

use super::{Alias, Scope, access, computed, fill, name, text};

/// The condition of a filter on the rows of a type.
pub(crate) fn condition(of: &'static Type, filter: &Filter, alias: Alias, scope: &Scope) -> Sql {
    match &filter.target {
        Target::Path(way) => path(of, way, filter, alias, scope),
        Target::Length(way) => length(way, filter, alias),
        Target::Attribute(uid) => attribute(of, uid, filter, alias),
        Target::Identifiable => identifiable(of, filter, alias, scope),
        Target::Mentions => mentions(filter, alias),
    }
}

/// `query`: an identifier, a code, or a part of the name.
pub(crate) fn search(of: &'static Type, words: &str, alias: Alias, scope: &Scope) -> Sql {
    let value = |key: &str| plain_value(of, key, alias, scope);
    let equal =
        ["id", "code"].into_iter().filter_map(value).map(|value| fill("{} = {}", [value, text(words)]));
    let part = |name| fill("position(lower({}) in lower({})) > 0", [text(words), name]);
    any_holds(equal.chain(value("name").map(part)).collect())
}

/// One of these conditions holds; where there is none, nothing is found.
fn any_holds(parts: Vec<Sql>) -> Sql {
    if parts.is_empty() { "false".into() } else { fill("({})", [Sql::join(parts, " or ")]) }
}

/// A property that is a column, or is made of the row.
fn plain_value(of: &'static Type, key: &str, alias: Alias, scope: &Scope) -> Option<Sql> {
    match of.property(key)?.storage {
        Storage::Column(column) => Some(alias.column(column)),
        Storage::Expression(template) => Some(computed::expression(template, alias, scope)),
        _ => None,
    }
}

fn path(of: &'static Type, way: &[&'static Property], filter: &Filter, alias: Alias, scope: &Scope) -> Sql {
    let (first, rest) = (way[0], &way[1..]);
    if rest.is_empty() {
        return last(of, first, filter, alias, scope);
    }
    if first.key == "access" {
        return access_path(of, rest, filter, alias, scope);
    }
    let Some(target) = target_of(first) else { return json_path(first, rest, filter, alias) };
    let other = scope.alias();
    let inner = path(target, rest, filter, other, scope);
    match link(of, first, target, alias, other) {
        Some((joined, on)) => fill(
            "exists (select from {} {}{} where {} and {})",
            [name(target.table.unwrap_or_default()), other.sql(), joined, on, inner],
        ),
        None => "false".into(),
    }
}

/// A condition on the length of a text of the row itself.
fn length(way: &[&'static Property], filter: &Filter, alias: Alias) -> Sql {
    match way {
        [Property { storage: Storage::Column(column), .. }] => {
            compare(PropertyType::Integer, fill("length({})", [alias.column(column)]), filter)
        }
        _ => "false".into(),
    }
}

/// Whether a row is, or is not, among the items of a property of one object.
pub(crate) fn member(of: &'static Type, member: &Member, alias: Alias, scope: &Scope) -> Sql {
    let (owner, item) = (scope.alias(), scope.alias());
    let Some(key) = of.key_column else { return "false".into() };
    let Some((joined, on)) = link(member.owner, member.property, of, owner, item) else {
        return "false".into();
    };
    let pieces = [
        alias.column(key),
        item.column(key),
        name(member.owner.table.unwrap_or_default()),
        owner.sql(),
        name(of.table.unwrap_or_default()),
        item.sql(),
        joined,
        owner.column("uid"),
        text(&member.uid),
        on,
    ];
    fill(
        if member.inverse {
            "{} not in (select {} from {} {}, {} {}{} where {} = {} and {})"
        } else {
            "{} in (select {} from {} {}, {} {}{} where {} = {} and {})"
        },
        pieces,
    )
}

fn target_of(property: &Property) -> Option<&'static Type> {
    registry().by_class(property.target?).filter(|target| target.table.is_some())
}

/// How the rows of a property's type hang on a row: a join and a condition.
fn link(of: &Type, property: &Property, target: &Type, alias: Alias, other: Alias) -> Option<(Sql, Sql)> {
    let none = Sql::empty();
    Some(match &property.storage {
        Storage::Reference(column) => {
            (none, fill("{} = {}", [other.column(target.key_column?), alias.column(column)]))
        }
        Storage::OneToMany { owner, .. } => {
            (none, fill("{} = {}", [other.column(owner), alias.column(of.key_column?)]))
        }
        Storage::ManyToMany { table, owner, item, .. } => (
            fill(" join {} j on j.{} = {}", [name(table), name(item), other.column(target.key_column?)]),
            fill("j.{} = {}", [name(owner), alias.column(of.key_column?)]),
        ),
        Storage::SameAs(key) => return link(of, of.property(key)?, target, alias, other),
        Storage::Related { on, .. } => (none, computed::pair(on, alias, other)),
        Storage::Nowhere if property.key == "user" => {
            let Storage::Reference(column) = of.property("createdBy")?.storage else { return None };
            (none, fill("{} = {}", [other.column(target.key_column?), alias.column(column)]))
        }
        _ => return None,
    })
}

/// What the caller may do with a row, such as `access.data.read`.
fn access_path(
    of: &'static Type,
    rest: &[&'static Property],
    filter: &Filter,
    alias: Alias,
    scope: &Scope,
) -> Sql {
    let mut keys = Sql::empty();
    keys.bind(rest.iter().map(|property| property.key.to_owned()).collect::<Vec<_>>());
    let value = fill("(({} #>> {})::boolean)", [access::access(of, alias, scope), keys]);
    compare(PropertyType::Boolean, value, filter)
}

/// A path into a JSON column, such as `sharing.owner`.
fn json_path(first: &Property, rest: &[&'static Property], filter: &Filter, alias: Alias) -> Sql {
    let Storage::Json(column) = first.storage else { return "false".into() };
    let mut keys = Sql::empty();
    keys.bind(rest.iter().map(|property| property.key.to_owned()).collect::<Vec<_>>());
    let value = fill("{} #>> {}", [alias.column(column), keys]);
    compare(rest.last().map_or(PropertyType::Text, |property| property.kind), fill("({})", [value]), filter)
}

fn last(of: &'static Type, property: &'static Property, filter: &Filter, alias: Alias, scope: &Scope) -> Sql {
    if property.is_collection() {
        return collection(of, property, filter, alias, scope);
    }
    match &property.storage {
        Storage::Column(column) => {
            let value = alias.column(column);
            if let Operator::Token { not } = filter.operator {
                return token(value, filter, not, property, alias, scope);
            }
            compare(property.kind, value, filter)
        }
        Storage::Reference(column) => null_or(alias.column(column), filter),
        Storage::Json(column) => {
            let value = alias.column(column);
            let empty = fill(
                "({} is null or {}::text in ('null', '[]', chr(123) || chr(125)))",
                [value.clone(), value],
            );
            match filter.operator {
                Operator::Null | Operator::Empty => empty,
                Operator::NotNull | Operator::NotEmpty => fill("not {}", [empty]),
                _ => "false".into(),
            }
        }
        Storage::PeriodType(column) => compare(
            PropertyType::Text,
            fill("(select pt.name from periodtype pt where pt.periodtypeid = {})", [alias.column(column)]),
            filter,
        ),
        Storage::Expression(template) => {
            compare(property.kind, fill("({})", [computed::expression(template, alias, scope)]), filter)
        }
        _ if property.key == "favorite" => {
            compare(property.kind, computed::is_favorite(of, alias, scope), filter)
        }
        _ => match computed::base_property(of, property.key)
            .and_then(|base| computed::translated(base, alias, scope))
        {
            Some(value) => compare(property.kind, value, filter),
            None => "false".into(),
        },
    }
}

fn null_or(value: Sql, filter: &Filter) -> Sql {
    match filter.operator {
        Operator::Null | Operator::Empty => fill("{} is null", [value]),
        Operator::NotNull | Operator::NotEmpty => fill("{} is not null", [value]),
        _ => "false".into(),
    }
}

/// A condition on a collection: its size, or whether it holds an item.
fn collection(
    of: &'static Type,
    property: &'static Property,
    filter: &Filter,
    alias: Alias,
    scope: &Scope,
) -> Sql {
    let count = match &property.storage {
        Storage::Values { table, owner, .. } => {
            let Some(key) = of.key_column else { return "false".into() };
            fill("(select count(*) from {} v where v.{} = {})", [name(table), name(owner), alias.column(key)])
        }
        Storage::Json(column) => {
            let column = || alias.column(column);
            fill(
                "(case jsonb_typeof({}) when 'array' then jsonb_array_length({}) else 0 end)",
                [column(), column()],
            )
        }
        _ => {
            let Some(target) = target_of(property) else { return "false".into() };
            let other = scope.alias();
            let Some((joined, on)) = link(of, property, target, alias, other) else { return "false".into() };
            if matches!(filter.operator, Operator::In | Operator::NotIn) {
                let held = fill(
                    "exists (select from {} {}{} where {} and {})",
                    [
                        name(target.table.unwrap_or_default()),
                        other.sql(),
                        joined,
                        on,
                        one_of(other.column("uid"), &filter.values),
                    ],
                );
                return if filter.operator == Operator::In { held } else { fill("not {}", [held]) };
            }
            fill(
                "(select count(*) from {} {}{} where {})",
                [name(target.table.unwrap_or_default()), other.sql(), joined, on],
            )
        }
    };
    match filter.operator {
        Operator::Empty | Operator::Null => fill("{} = 0", [count]),
        Operator::NotEmpty | Operator::NotNull => fill("{} > 0", [count]),
        _ => compare(PropertyType::Integer, count, filter),
    }
}

fn one_of(value: Sql, values: &[String]) -> Sql {
    let mut list = Sql::empty();
    list.bind(values.to_vec());
    fill("{}::text = any({})", [value, list])
}

/// A condition on a single value.
pub(crate) fn compare(kind: PropertyType, value: Sql, filter: &Filter) -> Sql {
    let argument = filter.values.first().map(String::as_str).unwrap_or_default();
    let sign = match filter.operator {
        Operator::Null => return fill("{} is null", [value]),
        Operator::NotNull => return fill("{} is not null", [value]),
        Operator::Empty => return fill("coalesce({}::text, '') = ''", [value]),
        Operator::NotEmpty => return fill("coalesce({}::text, '') <> ''", [value]),
        Operator::In => return one_of(value, &filter.values),
        Operator::NotIn => return fill("not {}", [one_of(value, &filter.values)]),
        Operator::Like { part, case, not } => return like(value, argument, part, case, not),
        Operator::Token { not } => return tokens(value, argument, not),
        Operator::Equal => "{} = {}",
        Operator::NotEqual => "{} <> {}",
        Operator::Greater => "{} > {}",
        Operator::GreaterOrEqual => "{} >= {}",
        Operator::Less => "{} < {}",
        Operator::LessOrEqual => "{} <= {}",
    };
    fill(sign, [value, typed(kind, argument)])
}

/// A value bound as its kind; dates are cut to what PostgreSQL reads.
fn typed(kind: PropertyType, argument: &str) -> Sql {
    let mut sql = Sql::empty();
    match kind {
        PropertyType::Integer | PropertyType::Number => match argument.parse::<f64>() {
            Ok(number) => sql.bind(number).push("::float8"),
            Err(_) => sql.push("null::float8"),
        },
        PropertyType::Boolean => sql.bind(argument.eq_ignore_ascii_case("true")).push("::boolean"),
        PropertyType::Date => sql.bind(full_date(argument)).push("::text::timestamp"),
        _ => sql.bind(argument).push("::text"),
    };
    sql
}

/// A date with month and day: `2024` is its first day.
fn full_date(argument: &str) -> String {
    let trimmed = argument.trim_end_matches('Z');
    match trimmed.len() {
        4 => format!("{trimmed}-01-01"),
        6 => format!("{}-{}-01", &trimmed[..4], &trimmed[4..]),
        7 => format!("{trimmed}-01"),
        _ => trimmed.to_owned(),
    }
}

/// A text with the signs of `like` taken as they are.
pub(crate) fn pattern(argument: &str, part: Part) -> String {
    let escaped: String = argument
        .replace('%', "")
        .chars()
        .flat_map(|c| if c == '_' || c == '\\' { vec!['\\', c] } else { vec![c] })
        .collect();
    match part {
        Part::Exact => escaped,
        Part::Anywhere => format!("%{escaped}%"),
        Part::Start => format!("{escaped}%"),
        Part::End => format!("%{escaped}"),
        Part::Pattern => escaped.replace('*', "%").replace('?', "_"),
    }
}

fn like(value: Sql, argument: &str, part: Part, case: bool, not: bool) -> Sql {
    let template = match (case, not) {
        (true, false) => "{}::text like {}",
        (true, true) => "{}::text not like {}",
        (false, false) => "{}::text ilike {}",
        (false, true) => "{}::text not ilike {}",
    };
    fill(template, [value, text(&pattern(argument, part))])
}

fn tokens(value: Sql, argument: &str, not: bool) -> Sql {
    let words = argument.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let each: Vec<Sql> = words.map(|word| fill("{}::text ~* {}", [value.clone(), text(word)])).collect();
    if each.is_empty() {
        return "true".into();
    }
    fill(if not { "not ({})" } else { "({})" }, [Sql::join(each, " and ")])
}

/// Words in the value or in its translation for the caller's locale; an identifier is looked for from four letters on.
fn token(value: Sql, filter: &Filter, not: bool, property: &Property, alias: Alias, scope: &Scope) -> Sql {
    let argument = filter.values.first().map(String::as_str).unwrap_or_default();
    if property.key == "id" && argument.len() < 4 {
        return "true".into();
    }
    let plain = tokens(value, argument, false);
    let found = match computed::translated(property, alias, scope) {
        Some(translated) if scope.locale.is_some() && property.translation_key.is_some() => {
            fill("({} or {})", [plain, tokens(translated, argument, false)])
        }
        _ => plain,
    };
    if not { fill("not {}", [found]) } else { found }
}

fn attribute(of: &'static Type, uid: &str, filter: &Filter, alias: Alias) -> Sql {
    if !of.keeps_attribute_values() {
        return "false".into();
    }
    let value = fill("({}->{}->>'value')", [alias.column("attributevalues"), text(uid)]);
    compare(PropertyType::Text, value, filter)
}

fn identifiable(of: &'static Type, filter: &Filter, alias: Alias, scope: &Scope) -> Sql {
    let keys = ["id", "code", "name", "shortName"].into_iter();
    let parts = keys
        .filter_map(|key| plain_value(of, key, alias, scope))
        .map(|value| match filter.operator {
            Operator::Token { not } => {
                tokens(value, filter.values.first().map(String::as_str).unwrap_or_default(), not)
            }
            _ => compare(PropertyType::Text, value, filter),
        })
        .collect();
    any_holds(parts)
}

fn mentions(filter: &Filter, alias: Alias) -> Sql {
    let mut names = Sql::empty();
    names.bind(filter.values.clone());
    let mut again = Sql::empty();
    again.bind(filter.values.clone());
    fill(
        "(exists (select from jsonb_array_elements({}) e where e->>'username' = any({})) or exists (select from interpretation_comments m \
         join interpretationcomment c on c.interpretationcommentid = m.interpretationcommentid, jsonb_array_elements(c.mentions) e \
         where m.interpretationid = {} and e->>'username' = any({})))",
        [alias.column("mentions"), names, alias.column("interpretationid"), again],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_like_are_taken_as_they_are() {
        assert_eq!(pattern("50%_a", Part::Anywhere), "%50\\_a%");
        assert_eq!(pattern("a", Part::Start), "a%");
        assert_eq!(pattern("a_*?", Part::Pattern), "a\\_%_");
    }

    #[test]
    fn short_dates_are_their_first_day() {
        assert_eq!(full_date("2024"), "2024-01-01");
        assert_eq!(full_date("202403"), "2024-03-01");
        assert_eq!(full_date("2024-03"), "2024-03-01");
        assert_eq!(full_date("2024-03-05T10:00:00Z"), "2024-03-05T10:00:00");
    }
}
