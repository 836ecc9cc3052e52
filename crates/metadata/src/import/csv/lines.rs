//! Lines of CSV: cells by comma, quoted where they hold commas, quotes or line ends. Lines without anything are left out.

/// The cells of each line, without the blanks around those that are not quoted.
pub(super) fn read(text: &str) -> Vec<Vec<String>> {
    let mut lines = Vec::new();
    let (mut line, mut cell, mut quoted, mut inside) = (Vec::new(), String::new(), false, false);
    let mut characters = text.trim_start_matches('\u{feff}').chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' if inside && characters.peek() == Some(&'"') => {
                characters.next();
                cell.push('"');
            }
            '"' if inside => inside = false,
            _ if inside => cell.push(character),
            '"' if cell.trim().is_empty() => {
                cell.clear();
                (quoted, inside) = (true, true);
            }
            ',' => end_cell(&mut line, &mut cell, &mut quoted),
            '\r' | '\n' => {
                end_cell(&mut line, &mut cell, &mut quoted);
                end_line(&mut lines, &mut line);
            }
            _ => cell.push(character),
        }
    }
    end_cell(&mut line, &mut cell, &mut quoted);
    end_line(&mut lines, &mut line);
    lines
}

fn end_cell(line: &mut Vec<String>, cell: &mut String, quoted: &mut bool) {
    let text = std::mem::take(cell);
    line.push(if std::mem::take(quoted) { text } else { text.trim().to_owned() });
}

fn end_line(lines: &mut Vec<Vec<String>>, line: &mut Vec<String>) {
    let line = std::mem::take(line);
    if line.len() > 1 || line.iter().any(|cell| !cell.is_empty()) {
        lines.push(line);
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn cells_are_read_with_their_quotes_and_line_ends() {
        let read = read("\u{feff}a, b ,\"c, \"\"d\"\"\"\r\n\r\n\"two\nlines\",,\n");
        assert_eq!(read, [vec!["a", "b", "c, \"d\""], vec!["two\nlines", "", ""]]);
    }
}
