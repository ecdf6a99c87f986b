//! A wrong spec fails the build, with one cargo error per problem.

use super::Scratch;

#[test]
#[ignore = "slow"]
fn one_cargo_error_per_problem() {
    let scratch = Scratch::new("broken-spec", 2);
    scratch.edit("spec/cloudbase-common/env-management/share_env.toml", |text| {
        text.replace("type = \"AppId\"", "type = \"AppID\"")
            .replace("repeat          = \"safe\"", "repeat = \"save\"")
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
    let expected = expect_test::expect_file!["broken_spec.txt"];
    expected.assert_eq(&(errors.join("\n") + "\n"));
}
