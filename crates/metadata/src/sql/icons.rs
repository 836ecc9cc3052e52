//! Statements over icons.

use afya_store::{Sql, containing};

use crate::icons::IconQuery;

/// A page of icons, by key.
pub(crate) fn page(query: &IconQuery, base: &str) -> Sql {
    let mut sql = Sql::new(
        "select json_strip_nulls(json_build_object('key', i.iconkey, 'description', i.description,
            'keywords', coalesce(i.keywords, '[]'::jsonb), 'custom', i.custom,
            'created', to_char(i.created, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS'),
            'lastUpdated', to_char(i.lastupdated, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS'),
            'fileResource', (select json_build_object('id', f.uid) from fileresource f where f.fileresourceid = i.fileresourceid),
            'createdBy', (select json_build_object('id', u.uid, 'code', u.code, 'name', u.name, 'displayName', u.name,
                'username', u.username) from userinfo u where u.userinfoid = i.createdby),
            'href', ",
    );
    sql.bind(base).push("::text || '/icons/' || i.iconkey || '/icon')) as object from icon i where ");
    sql.append(condition(query)).push(" order by i.iconkey");
    if let Some((limit, offset)) = query.window {
        sql.push(" limit ").bind(limit).push(" offset ").bind(offset);
    }
    sql
}

/// How many icons there are.
pub(crate) fn total(query: &IconQuery) -> Sql {
    let mut sql = Sql::new("select count(*) as total from icon i where ");
    sql.append(condition(query));
    sql
}

fn condition(query: &IconQuery) -> Sql {
    let mut sql = Sql::new("true");
    if let Some(custom) = query.custom {
        sql.push(" and i.custom = ").bind(custom);
    }
    if !query.keys.is_empty() {
        sql.push(" and i.iconkey = any(").bind(query.keys.clone()).push("::text[])");
    }
    for keyword in &query.keywords {
        sql.push(" and jsonb_exists(i.keywords, ").bind(keyword).push("::text)");
    }
    if let Some(words) = &query.search {
        let pattern = containing(words);
        sql.push(" and (i.iconkey ilike ").bind(&pattern);
        sql.push(" or exists (select from jsonb_array_elements_text(i.keywords) k where k ilike ")
            .bind(&pattern);
        sql.push("))");
    }
    sql
}
