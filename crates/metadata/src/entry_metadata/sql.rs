//! Which objects a caller's forms are made of. The condition that a set may be filled in comes first in each, with the
//! caller, their groups and whether they hold `ALL` as its values.

use afya_access::Caller;
use afya_store::Bind;

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
    let values: Vec<Bind> = vec![
        caller.is_super().into(),
        (&caller.uid).into(),
        format!("{{{}}}", caller.groups.join(",")).into(),
    ];
    Restriction::new(template, values)
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

/// The combos of sets and of their elements.
pub(super) fn combos_of(caller: &Caller) -> Restriction {
    let template = of_sets!(
        "exists (select from dataset s left join datasetelement m on m.datasetid = s.datasetid \
         left join dataelement e on e.dataelementid = m.dataelementid \
         where {t}.categorycomboid in (s.categorycomboid, m.categorycomboid, e.categorycomboid) and ",
        ")"
    );
    restriction(template, caller)
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

pub(super) fn options_of(caller: &Caller) -> Restriction {
    let template = of_sets!(
        "exists (select from dataset s left join datasetelement m on m.datasetid = s.datasetid \
         left join dataelement e on e.dataelementid = m.dataelementid join categorycombos_categories k \
         on k.categorycomboid in (s.categorycomboid, m.categorycomboid, e.categorycomboid) join categories_categoryoptions o \
         on o.categoryid = k.categoryid where o.categoryoptionid = {t}.categoryoptionid and ",
        ")"
    );
    restriction(template, caller)
}

pub(super) fn option_sets_of(caller: &Caller) -> Restriction {
    let template = of_sets!(
        "exists (select from datasetelement m join dataset s on s.datasetid = m.datasetid join dataelement e on e.dataelementid = m.dataelementid \
         where {t}.optionsetid in (e.optionsetid, e.commentoptionsetid) and ",
        ")"
    );
    restriction(template, caller)
}
