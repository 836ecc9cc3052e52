//! `fields`: which properties are wanted. Grammar of contract object-query section 2: names by comma, nesting in brackets,
//! presets (`:all`), exclusions (`!name`) and transformers (`name::size`, `name~rename(n)`, `name|isEmpty`).

/// A change of a value on its way out, such as `size` or `rename(n)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transformer {
    /// The name, as written.
    pub name: String,
    /// What stands in its parentheses.
    pub arguments: Vec<String>,
}

/// The fields asked for at one level.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldTree {
    /// Presets without the colon, in order; `*` is `all`.
    pub presets: Vec<String>,
    /// Names with what is asked below them, in order.
    pub fields: Vec<(String, Field)>,
    /// Names taken away.
    pub excluded: Vec<String>,
}

/// What is asked of one field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Field {
    /// Whether the field itself was named, not only something to take away below it.
    pub named: bool,
    /// Its transformers, in order.
    pub transformers: Vec<Transformer>,
    /// The fields below it; empty when none were named.
    pub below: FieldTree,
}

impl FieldTree {
    /// Whether nothing at all is said.
    pub fn is_empty(&self) -> bool {
        self.presets.is_empty() && self.fields.is_empty() && self.excluded.is_empty()
    }

    /// The tree of an expression. Text whose brackets do not close asks for nothing, as in DHIS2.
    pub fn parse(text: &str) -> FieldTree {
        let mut parser = Parser { text, at: 0, depth: 0 };
        let mut tree = FieldTree::default();
        parser.list(&mut tree);
        if parser.depth == 0 { tree } else { FieldTree::default() }
    }

    /// The node of a name, made if it is not there.
    fn field(&mut self, name: &str) -> &mut Field {
        let index = self.fields.iter().position(|(known, _)| known == name).unwrap_or_else(|| {
            self.fields.push((name.to_owned(), Field::default()));
            self.fields.len() - 1
        });
        &mut self.fields[index].1
    }

    /// Adds a path such as `a.b`, to be shown or taken away.
    fn add(&mut self, path: &str, exclude: bool) -> &mut Field {
        match path.split_once('.') {
            Some((first, rest)) => {
                let field = self.field(first);
                field.named |= !exclude;
                field.below.add(rest, exclude)
            }
            None => {
                if exclude {
                    self.excluded.push(path.to_owned());
                }
                let field = self.field(path);
                field.named |= !exclude;
                field
            }
        }
    }
}

/// Nesting beyond this is not followed: no type nests so deep.
const DEEPEST: usize = 64;

struct Parser<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn take(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += next.len_utf8();
        Some(next)
    }

    /// Characters up to one of these or the end.
    fn until(&mut self, stops: &[char]) -> String {
        let rest = &self.text[self.at..];
        let length = rest.find(|c: char| stops.contains(&c)).unwrap_or(rest.len());
        self.at += length;
        rest[..length].trim().to_owned()
    }

    fn list(&mut self, tree: &mut FieldTree) {
        loop {
            match self.peek() {
                None => return,
                Some(']' | ')') => {
                    self.take();
                    self.depth = self.depth.saturating_sub(1);
                    return;
                }
                Some(',' | ' ') => {
                    self.take();
                }
                Some(_) => self.item(tree),
            }
        }
    }

    fn item(&mut self, tree: &mut FieldTree) {
        let exclude = self.peek() == Some('!');
        if exclude {
            self.take();
        }
        let preset = self.peek() == Some(':');
        if preset {
            self.take();
        }
        let name = self.until(&[',', '[', ']', '(', ')', ':', '~', '|', '{']);
        let transformers = self.transformers();
        let opens = matches!(self.peek(), Some('[' | '('));
        if opens {
            self.take();
            self.depth += 1;
        }
        let preset = if name == "*" { Some("all".to_owned()) } else { preset.then(|| name.clone()) };
        let mut below = FieldTree::default();
        if opens && self.depth <= DEEPEST {
            self.list(&mut below);
        }
        if let Some(preset) = preset {
            tree.presets.push(preset);
            return;
        }
        if name.is_empty() {
            self.skip_stray();
            return;
        }
        if exclude && opens {
            let taken = below.fields.into_iter().map(|(name, _)| name);
            tree.field(&name).below.excluded.extend(taken);
            return;
        }
        let field = tree.add(&name, exclude);
        field.transformers.extend(transformers);
        field.below.merge(below);
    }

    /// A character that starts nothing is passed over, so that every text ends.
    fn skip_stray(&mut self) {
        if matches!(self.peek(), Some(':' | '~' | '|' | '{')) {
            self.take();
        }
    }

    fn transformers(&mut self) -> Vec<Transformer> {
        let mut found = Vec::new();
        loop {
            let rest = &self.text[self.at..];
            let skip = if rest.starts_with("::") {
                2
            } else if rest.starts_with('~') || rest.starts_with('|') {
                1
            } else {
                return found;
            };
            self.at += skip;
            let name = self.until(&[',', '[', ']', '(', ')', ':', '~', '|']);
            let mut arguments = Vec::new();
            if self.peek() == Some('(') {
                self.take();
                let inside = self.until(&[')']);
                self.take();
                arguments = inside.split(';').map(|argument| argument.trim().to_owned()).collect();
            }
            found.push(Transformer { name, arguments });
        }
    }
}

impl FieldTree {
    fn merge(&mut self, other: FieldTree) {
        self.presets.extend(other.presets);
        self.excluded.extend(other.excluded);
        for (name, asked) in other.fields {
            let field = self.field(&name);
            field.named |= asked.named;
            field.transformers.extend(asked.transformers);
            field.below.merge(asked.below);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(tree: &FieldTree) -> Vec<&str> {
        tree.fields.iter().filter(|(_, field)| field.named).map(|(name, _)| name.as_str()).collect()
    }

    #[test]
    fn nesting_by_brackets_parentheses_and_dots() {
        for text in ["id,a[b,c[d]]", "id,a(b,c(d))", "id,a.b,a.c.d", "id,a[b],a[c[d]]"] {
            let tree = FieldTree::parse(text);
            assert_eq!(names(&tree), ["id", "a"], "{text}");
            let a = &tree.fields[1].1;
            assert_eq!(names(&a.below), ["b", "c"], "{text}");
            assert_eq!(names(&a.below.fields[1].1.below), ["d"], "{text}");
        }
    }

    #[test]
    fn presets_exclusions_and_transformers() {
        let tree = FieldTree::parse(":owner,*,!name,!a[b],c::size~rename(n),d|keyBy(x;y)");
        assert_eq!(tree.presets, ["owner", "all"]);
        assert_eq!(tree.excluded, ["name"]);
        let field = |name: &str| &tree.fields.iter().find(|(known, _)| known == name).unwrap().1;
        assert!(!field("a").named);
        assert_eq!(field("a").below.excluded, ["b"]);
        let transformer = |name: &str, arguments: &[&str]| Transformer {
            name: name.into(),
            arguments: arguments.iter().map(|argument| (*argument).to_owned()).collect(),
        };
        assert_eq!(field("c").transformers, [transformer("size", &[]), transformer("rename", &["n"])]);
        assert_eq!(field("d").transformers, [transformer("keyBy", &["x", "y"])]);
    }

    #[test]
    fn brackets_that_do_not_close_ask_for_nothing() {
        assert!(FieldTree::parse("[id").is_empty());
        assert!(FieldTree::parse("a[b").is_empty());
        assert!(FieldTree::parse("").is_empty());
    }

    #[test]
    fn any_text_ends() {
        for text in ["::::", "a::", "]]]", "((((", "!!!", "{}{", "é[ü]", "~|~", ",,,", "a[b]]c"] {
            FieldTree::parse(text);
        }
        FieldTree::parse(&"a[".repeat(100_000));
    }
}
