//! The two statements of a list: its page of objects, and its total.

use afya_schema::Type;
use afya_schema::query::Selection;
use afya_store::Sql;

use super::{Alias, Scope, access, condition, fill, name, object, operands, sorting};
use crate::read::ListRequest;

/// The objects of a page, a row each with the column `object` (JSON text).
pub(crate) fn page(of: &'static Type, request: &ListRequest, selection: &Selection, scope: &Scope) -> Sql {
    let alias = scope.alias();
    let mut select = fill(
        "select {} from {} {}",
        [object::columns(selection, alias, scope), source(of, request, scope), alias.sql()],
    );
    select.append(restriction(of, request, alias, scope));
    select.append(sorting::order_by(of, request, alias, scope));
    if let Some((limit, offset)) = request.window {
        select.push(" limit ").bind(limit).push(" offset ").bind(offset);
    }
    object::row(select)
}

/// How many objects there are on all pages.
pub(crate) fn total(of: &'static Type, request: &ListRequest, scope: &Scope) -> Sql {
    let alias = scope.alias();
    let mut sql = fill("select count(*) as total from {} {}", [source(of, request, scope), alias.sql()]);
    sql.append(restriction(of, request, alias, scope));
    sql
}

/// Where the rows of a list come from.
fn source(of: &Type, request: &ListRequest, scope: &Scope) -> Sql {
    request
        .rows
        .as_ref()
        .map_or_else(|| name(of.table.unwrap_or_default()), |made| operands::rows(made, scope))
}

/// One object by its identifier, if the caller may read it.
pub(crate) fn single(of: &'static Type, uid: &str, selection: &Selection, scope: &Scope) -> Sql {
    let alias = scope.alias();
    let mut select = fill(
        "select {} from {} {} where {} = ",
        [
            object::columns(selection, alias, scope),
            name(of.table.unwrap_or_default()),
            alias.sql(),
            alias.column("uid"),
        ],
    );
    select.bind(uid);
    if let Some(readable) = access::readable(of, alias, scope) {
        select.push(" and ").append(readable);
    }
    append_own_condition(of, alias, &mut select);
    object::row(select)
}

fn append_own_condition(of: &'static Type, alias: Alias, select: &mut Sql) {
    if let Some(own) = own_condition(of, alias) {
        select.push(" and ").append(own);
    }
}

fn own_condition(of: &'static Type, alias: Alias) -> Option<Sql> {
    let template = of.condition?;
    let mut sql = Sql::empty();
    for (index, text) in template.split("{t}").enumerate() {
        if index > 0 {
            sql.append(alias.sql());
        }
        sql.push(text);
    }
    Some(sql)
}

fn restriction(of: &'static Type, request: &ListRequest, alias: Alias, scope: &Scope) -> Sql {
    let mut all: Vec<Sql> = Vec::new();
    all.extend(own_condition(of, alias));
    all.extend(access::readable(of, alias, scope));
    if request.without_defaults {
        all.extend(access::not_default(of, alias));
    }
    if let Some(words) = &request.query {
        all.push(condition::search(of, words, alias, scope));
    }
    all.extend(request.extra.iter().map(|extra| extra.condition(alias)));
    all.extend(request.member.iter().map(|member| condition::member(of, member, alias, scope)));
    let one = |filter| condition::condition(of, filter, alias, scope);
    let groups = request
        .groups
        .iter()
        .map(|group| fill("({})", [Sql::join(group.iter().map(one).collect::<Vec<_>>(), " or ")]));
    let each: Vec<Sql> = request.filters.iter().map(one).chain(groups).collect();
    if !each.is_empty() {
        all.push(fill("({})", [Sql::join(each, if request.any { " or " } else { " and " })]));
    }
    if all.is_empty() { Sql::empty() } else { fill(" where {}", [Sql::join(all, " and ")]) }
}
