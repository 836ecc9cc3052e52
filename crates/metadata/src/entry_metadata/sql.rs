//! Which objects a caller's forms are made of. The condition that a set may be filled in comes first in each, with the
//! caller, their groups and whether they hold `ALL` as its values.

use afya_access::Caller;
use afya_store::{Bind, Sql};

use crate::restriction::Restriction;

macro_rules! of_sets {
    ($before:literal, $after:literal) => {
        concat!(
            $before,
            "({} or coalesce(s.sharing->>'public' like '___w%', false) or coalesce(jsonb_check_user_access(s.sharing, {}::text, '___w%'), false) \
             or jsonb_check_user_groups_access(s.sharing, '___w%', {}::text))",
            $after
        )
    };
}

fn restriction(template: &'static str, caller: &Caller) -> Restriction {
    repeated(template, caller, 1)
}

/// A condition that asks so many times who the caller is.
fn repeated(template: &'static str, caller: &Caller, times: usize) -> Restriction {
    let who: [Bind; 3] =
        [caller.is_super().into(), (&caller.uid).into(), format!("{{{}}}", caller.groups.join(",")).into()];
    Restriction::new(template, who.iter().cycle().take(who.len() * times).cloned().collect())
}

pub(super) fn writable_sets(caller: &Caller) -> Restriction {
    restriction(of_sets!("exists (select from dataset s where s.datasetid = {t}.datasetid and ", ")"), caller)
}

pub(super) fn elements_of(caller: &Caller) -> Restriction {
    let template = of_sets!(
        "exists (select from datasetelement m join dataset s on s.datasetid = m.datasetid where m.dataelementid = {t}.dataelementid and ",
        ")"
    );
    restriction(template, caller)
}

pub(super) fn indicators_of(caller: &Caller) -> Restriction {
    let template = of_sets!(
        "exists (select from datasetindicators m join dataset s on s.datasetid = m.datasetid where m.indicatorid = {t}.indicatorid and ",
        ")"
    );
    restriction(template, caller)
}

/// The combos of the elements of sets: their own, and those that any set gives them.
pub(super) fn combos_of_elements(caller: &Caller) -> Restriction {
    let template = of_sets!(
        "exists (select from dataset s join datasetelement m on m.datasetid = s.datasetid \
         join dataelement e on e.dataelementid = m.dataelementid join datasetelement x on x.dataelementid = e.dataelementid \
         where {t}.categorycomboid in (x.categorycomboid, e.categorycomboid) and ",
        ")"
    );
    restriction(template, caller)
}

/// The combos of sets that are not combos of their elements.
pub(super) fn other_combos_of_sets(caller: &Caller) -> [Restriction; 2] {
    let of_sets =
        of_sets!("exists (select from dataset s where s.categorycomboid = {t}.categorycomboid and ", ")");
    let of_no_element = of_sets!(
        "not exists (select from dataset s join datasetelement m on m.datasetid = s.datasetid \
         join dataelement e on e.dataelementid = m.dataelementid join datasetelement x on x.dataelementid = e.dataelementid \
         where {t}.categorycomboid in (x.categorycomboid, e.categorycomboid) and ",
        ")"
    );
    [restriction(of_sets, caller), restriction(of_no_element, caller)]
}

pub(super) fn categories_of(caller: &Caller) -> Restriction {
    let template = of_sets!(
        "exists (select from dataset s left join datasetelement m on m.datasetid = s.datasetid \
         left join dataelement e on e.dataelementid = m.dataelementid join categorycombos_categories k \
         on k.categorycomboid in (s.categorycomboid, m.categorycomboid, e.categorycomboid) where k.categoryid = {t}.categoryid and ",
        ")"
    );
    restriction(template, caller)
}

/// The options of the elements' categories, and of the sets' categories those whose data the caller may write.
pub(super) fn options_of(caller: &Caller) -> Restriction {
    let template = concat!(
        of_sets!(
            "(exists (select from dataset s join datasetelement m on m.datasetid = s.datasetid \
             join dataelement e on e.dataelementid = m.dataelementid join datasetelement x on x.dataelementid = e.dataelementid \
             join categorycombos_categories k on k.categorycomboid in (x.categorycomboid, e.categorycomboid) \
             join categories_categoryoptions o on o.categoryid = k.categoryid where o.categoryoptionid = {t}.categoryoptionid and ",
            ")"
        ),
        of_sets!(
            " or exists (select from dataset s join categorycombos_categories k on k.categorycomboid = s.categorycomboid \
             join categories_categoryoptions o on o.categoryid = k.categoryid where o.categoryoptionid = {t}.categoryoptionid and ",
            " and ({} or coalesce({t}.sharing->>'public' like '___w%', false) \
             or coalesce(jsonb_check_user_access({t}.sharing, {}::text, '___w%'), false) \
             or jsonb_check_user_groups_access({t}.sharing, '___w%', {}::text))))"
        )
    );
    repeated(template, caller, 3)
}

/// The rules that a form of a set checks: those with an element, or a cell, of the set.
pub(super) fn rules_of(set: &str) -> Restriction {
    Restriction::new(
        "{t}.skipformvalidation = false and exists (select from expression x \
         cross join lateral regexp_matches(x.expression, '#[{]([A-Za-z0-9]+)([.]([A-Za-z0-9]+))?', 'g') n (found) \
         join dataelement e on e.uid = n.found[1] join datasetelement m on m.dataelementid = e.dataelementid \
         join dataset s on s.datasetid = m.datasetid where x.expressionid in ({t}.leftexpressionid, {t}.rightexpressionid) and s.uid = {} \
         and (n.found[3] is null or exists (select from categorycombos_optioncombos l join categoryoptioncombo c using (categoryoptioncomboid) \
         where l.categorycomboid = coalesce(m.categorycomboid, e.categorycomboid) and c.uid = n.found[3])))",
        vec![set.into()],
    )
}

pub(super) fn option_sets_of(caller: &Caller) -> Restriction {
    let template = of_sets!(
        "exists (select from datasetelement m join dataset s on s.datasetid = m.datasetid join dataelement e on e.dataelementid = m.dataelementid \
         where {t}.optionsetid in (e.optionsetid, e.commentoptionsetid) and ",
        ")"
    );
    restriction(template, caller)
}

/// What expressions name constants and groups of org units, and the numbers that stand for them.
pub(super) fn constants() -> Sql {
    "select 'C{' || uid || '}' as name, value::text as number from constant union all \
     select 'OUG{' || g.uid || '}', count(m.organisationunitid)::text from orgunitgroup g \
     left join orgunitgroupmembers m using (orgunitgroupid) group by g.uid"
        .into()
}

/// The units of each set that lie at or below these paths.
pub(super) fn units_of_sets(paths: Vec<String>) -> Sql {
    let mut sql = Sql::new(
        "select s.uid, array_agg(o.uid::text order by o.path) as units from dataset s join datasetsource m using (datasetid) \
         join organisationunit o on o.organisationunitid = m.sourceid where exists (select from unnest(",
    );
    sql.bind(paths).push("::text[]) p where o.path = p or o.path like p || '/%') group by s.uid");
    sql
}
