//! The authorities that roles can give, with their names for people.

/// Identifier and name of every authority of the system, by name.
pub fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    include_str!("../data/authorities.tsv").lines().filter_map(|line| line.split_once('\t'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_holds_the_one_authority_above_all() {
        assert!(all().any(|(id, _)| id == "ALL"));
        assert!(all().all(|(id, name)| !id.is_empty() && !name.is_empty()));
    }
}
