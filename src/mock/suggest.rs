//! "Did you mean": the known name nearest to an unknown one.

/// What to write instead of an unknown name: the nearest of the known ones and their aliases, or
/// else all known ones.
pub(super) fn help(unknown: &str, known: &[&str], aliases: &[&str]) -> String {
    let unknown = unknown.to_lowercase();
    let distance = |name: &&&str| distance(&unknown, &name.to_lowercase());
    let nearest = known.iter().chain(aliases).min_by_key(distance);
    // With more than every third letter wrong it is another name, not a typo.
    let is_slip = |name: &&&str| distance(name) <= unknown.chars().count() / 3;
    match nearest.filter(is_slip) {
        Some(name) => format!("did you mean `{name}`?"),
        None if known.is_empty() => "it knows none".to_owned(),
        None => format!("it knows {}", known.join(", ")),
    }
}

/// How many characters must be added, dropped or changed to get from one text to the other.
fn distance(from: &str, to: &str) -> usize {
    let mut row: Vec<usize> = (0..=to.chars().count()).collect();
    for (line, a) in from.chars().enumerate() {
        let mut left = line + 1;
        let mut next = vec![left];
        for (b, pair) in to.chars().zip(row.windows(2)) {
            if let [diagonal, above] = *pair {
                let changed = diagonal + usize::from(a != b);
                left = changed.min(above + 1).min(left + 1);
                next.push(left);
            }
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}
