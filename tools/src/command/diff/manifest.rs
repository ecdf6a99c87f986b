//! The version that is in Cargo.toml.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The version of the nearest package, from the texts of the manifests above a spec, nearest first.
/// A package may have its workspace's version.
pub(super) fn version(manifests: &[String]) -> Option<String> {
    let mut inherited = false;
    for text in manifests {
        let Ok(root) = DeTable::parse(text) else {
            continue;
        };
        let package = root.get_ref().get("package").and_then(|value| table(value.get_ref()));
        if let Some(package) = package.filter(|_| !inherited) {
            match package.get("version").map(Spanned::get_ref) {
                Some(DeValue::String(version)) => return Some(version.to_string()),
                Some(DeValue::Table(_)) => inherited = true,
                _ => {}
            }
        }
        let workspace = root.get_ref().get("workspace").and_then(|value| table(value.get_ref()));
        let shared = workspace.and_then(|workspace| workspace.get("package"));
        let shared = shared.and_then(|value| table(value.get_ref()));
        let shared = shared.and_then(|package| package.get("version"));
        if let Some(DeValue::String(version)) = shared.map(Spanned::get_ref) {
            return Some(version.to_string());
        }
    }
    None
}

fn table<'a, 't>(value: &'a DeValue<'t>) -> Option<&'a DeTable<'t>> {
    match value {
        DeValue::Table(table) => Some(table),
        _ => None,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::version;

    #[track_caller]
    fn check(manifests: &[&str], expected: Option<&str>) {
        let manifests: Vec<_> = manifests.iter().map(|text| (*text).to_owned()).collect();
        assert_eq!(version(&manifests).as_deref(), expected);
    }

    #[test]
    fn of_the_package_or_of_its_workspace() {
        let workspace = "[workspace.package]\nversion = \"1.2.3\"\n[package]\nname = \"root\"\nversion.workspace = true\n";
        check(&["[package]\nversion = \"0.1.0\"\n"], Some("0.1.0"));
        check(&[workspace], Some("1.2.3"));
        check(&["[package]\nversion.workspace = true\n", workspace], Some("1.2.3"));
        let other = "[package]\nversion = \"9.9.9\"\n";
        check(&["[package]\nversion = { workspace = true }\n", other, workspace], Some("1.2.3"));
        check(&["not TOML", "[package]\nversion = \"0.1.0\"\n"], Some("0.1.0"));
        check(&["[package]\nname = \"no-version\"\n"], None);
        check(&[], None);
    }
}
