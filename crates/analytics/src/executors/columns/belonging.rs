//! What option combos, units and elements belong to: the items of further axes, and whether they are within bounds.

use std::collections::HashMap;

use afya_store::{Connection, Fault, Sql};

use crate::plan::{Facet, FacetKind, Plan};
use crate::sql::columns as sql;

/// What decides about a facet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::executors) enum Subject {
    /// The option combo or the attribute option combo.
    Combos,
    /// The unit.
    Units,
    /// The data element.
    Elements,
}

impl Subject {
    pub(in crate::executors) fn of(kind: FacetKind) -> Subject {
        match kind {
            FacetKind::UnitGroups { .. } => Subject::Units,
            FacetKind::ElementGroups => Subject::Elements,
            _ => Subject::Combos,
        }
    }
}

/// The facets of one subject together: which tuples of items there are, and which of them each number belongs to.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::executors) struct Side {
    /// The positions of the facets in the plan.
    pub(in crate::executors) facets: Vec<usize>,
    /// The identifiers of each tuple, in the order of those positions.
    pub(in crate::executors) tuples: Vec<Vec<String>>,
    /// The tuples of each number; none when all numbers belong to the only, empty tuple.
    pub(in crate::executors) members: Option<Vec<Vec<u32>>>,
}

impl Side {
    /// Nothing is told apart and nothing is bound.
    pub(in crate::executors) fn whole() -> Side {
        Side { facets: Vec::new(), tuples: vec![Vec::new()], members: None }
    }

    /// The tuples of a number.
    pub(in crate::executors) fn of(&self, number: usize) -> &[u32] {
        match &self.members {
            None => &[0],
            Some(members) => members.get(number).map_or(&[], Vec::as_slice),
        }
    }
}

/// Asks what the facets and bounds of a plan come to for so many numbers of a subject, by statements that say for each
/// facet which number belongs to which item.
pub(in crate::executors) async fn side(
    connection: &mut Connection,
    plan: &Plan<'_>,
    subject: Subject,
    count: usize,
    source: &Sql,
) -> Result<Side, Fault> {
    let concerns = |facet: &&Facet| Subject::of(facet.kind) == subject;
    let facets: Vec<usize> =
        plan.facets.iter().enumerate().filter(|(_, facet)| concerns(facet)).map(|(at, _)| at).collect();
    let bounds: Vec<&Facet> = plan.bounds.iter().filter(concerns).collect();
    if facets.is_empty() && bounds.is_empty() {
        return Ok(Side::whole());
    }
    // Each number begins with the empty tuple; what is out of bounds loses it, and every facet makes it longer.
    let mut tuples: Vec<Vec<Vec<String>>> = vec![vec![Vec::new()]; count];
    for bound in bounds {
        let items = items(connection, bound, count, source).await?;
        for (tuples, items) in tuples.iter_mut().zip(&items) {
            if items.is_empty() {
                tuples.clear();
            }
        }
    }
    for at in &facets {
        let items = items(connection, &plan.facets[*at], count, source).await?;
        for (tuples, items) in tuples.iter_mut().zip(&items) {
            *tuples = extended(tuples, items);
        }
    }
    Ok(numbered(facets, tuples))
}

fn extended(tuples: &[Vec<String>], items: &[String]) -> Vec<Vec<String>> {
    let longer = |tuple: &Vec<String>| {
        let tuple = tuple.clone();
        items.iter().map(move |item| [tuple.as_slice(), std::slice::from_ref(item)].concat())
    };
    tuples.iter().flat_map(longer).collect()
}

fn numbered(facets: Vec<usize>, of_numbers: Vec<Vec<Vec<String>>>) -> Side {
    let mut numbers: HashMap<Vec<String>, u32> = HashMap::new();
    let mut tuples: Vec<Vec<String>> = Vec::new();
    let mut number = |tuple: Vec<String>| {
        *numbers.entry(tuple.clone()).or_insert_with(|| {
            tuples.push(tuple);
            tuples.len() as u32 - 1
        })
    };
    let members =
        of_numbers.into_iter().map(|of_number| of_number.into_iter().map(&mut number).collect()).collect();
    Side { facets, tuples, members: Some(members) }
}

/// The items of a facet that each number belongs to.
async fn items(
    connection: &mut Connection,
    facet: &Facet,
    count: usize,
    source: &Sql,
) -> Result<Vec<Vec<String>>, Fault> {
    let mut items = vec![Vec::new(); count];
    for row in connection.rows(&sql::belonging_of(source, facet)).await? {
        let number = usize::try_from(row.get::<_, i64>("number")).unwrap_or(usize::MAX);
        if let Some(items) = items.get_mut(number) {
            items.push(row.get("uid"));
        }
    }
    Ok(items)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tuples_are_numbered_once() {
        let word = |text: &str| text.to_owned();
        let first = extended(&[Vec::new()], &[word("a"), word("b")]);
        let both = extended(&first, &[word("x")]);
        assert_eq!(both, [vec![word("a"), word("x")], vec![word("b"), word("x")]]);
        let side = numbered(vec![0, 2], vec![both.clone(), Vec::new(), vec![both[1].clone()]]);
        assert_eq!(side.tuples, both);
        assert_eq!(
            (side.of(0), side.of(1), side.of(2), side.of(9)),
            (&[0, 1][..], &[][..], &[1][..], &[][..])
        );
        assert_eq!(Side::whole().of(9), [0]);
    }
}
