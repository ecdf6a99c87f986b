//! A wrong spec fails the build, with one cargo error per problem.

use super::Scratch;

#[test]
#[ignore = "slow"]
fn one_cargo_error_per_problem() {
    let scratch = Scratch::new("broken-spec", 2);
    scratch.edit("spec/cloudbase-common/env-management/share_env.toml", |text| {
        text.replace("type = \"AppId\"", "type = \"AppID\"")
            .replace("method          = \"POST\"", "method = \"PSOT\"")
    });
    scratch
        .edit("spec/errcodes.toml", |text| text.replace("code    = 48017\n", "code    = 48006\n"));
    let output = scratch.cargo(&["build", "--lib"]);
    assert!(!output.status.success());
    let text = String::from_utf8_lossy(&output.stderr);
    let errors: Vec<_> =
        text.lines().filter_map(|line| line.strip_prefix("error: wechat-cloudbase@")).collect();
    let errors: Vec<_> =
        errors.iter().filter_map(|line| line.split_once(": ")).map(|(_, error)| error).collect();
    let errors = named(&scratch, errors.join("\n") + "\n");
    expect_test::expect_file!["broken_spec.txt"].assert_eq(&errors);
}

/// The lines of the record that is there twice by name, because they move with every record before them.
fn named(scratch: &Scratch, mut errors: String) -> String {
    let table = std::fs::read_to_string(scratch.path("spec/errcodes.toml")).unwrap();
    let lines = table.lines().zip(1..).filter(|(line, _)| *line == "code    = 48006");
    for ((_, number), name) in lines.zip(["FIRST", "AGAIN"]) {
        let place = |line: &str| format!("errcodes.toml:{line}:");
        errors = errors.replace(&place(&number.to_string()), &place(name));
    }
    errors
}
