//! `order`: by which properties a list is sorted.

use afya_model::Refusal;

use crate::property::Property;
use crate::registry::Type;

/// Up or down, with or without regard to case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// `asc`
    Ascending,
    /// `desc`
    Descending,
    /// `iasc`
    AscendingIgnoringCase,
    /// `idesc`
    DescendingIgnoringCase,
}

/// One property to sort by.
#[derive(Clone, Debug)]
pub struct Order {
    /// The property.
    pub property: &'static Property,
    /// The direction.
    pub direction: Direction,
}

/// The orders of a request, from its `order` parameters; an unknown direction is ascending, doubles are dropped.
///
/// # Errors
/// 400 for a property that the type does not have.
pub fn parse<'a>(of: &'static Type, parameters: impl IntoIterator<Item = &'a str>) -> Result<Vec<Order>, Refusal> {
    let mut orders: Vec<Order> = Vec::new();
    for word in parameters.into_iter().flat_map(|parameter| parameter.split(',')).filter(|word| !word.is_empty()) {
        let (name, direction) = word.split_once(':').unwrap_or((word, "asc"));
        let property =
            of.property(name).filter(|property| property.readable).ok_or_else(|| Refusal::bad_request(format!("No such property: {name}")))?;
        let direction = match direction.to_ascii_lowercase().as_str() {
            "desc" => Direction::Descending,
            "iasc" => Direction::AscendingIgnoringCase,
            "idesc" => Direction::DescendingIgnoringCase,
            _ => Direction::Ascending,
        };
        if !orders.iter().any(|known| known.property.key == name) {
            orders.push(Order { property, direction });
        }
    }
    Ok(orders)
}
