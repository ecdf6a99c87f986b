//! `new`: creates the file of an endpoint.

use std::io::stdout;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use wechat_cloudbase_codegen::{SourceFile, build_script};
use wechat_cloudbase_spec::{NewEndpoint, Skeleton, skeleton};

use super::{Outcome, could_not_run, file, print, today};

/// Create the file of an endpoint.
///
/// Writes what follows from name and path, in canonical layout, and lists what is left to fill in.
/// Existing files are not overwritten.
///
/// Exits with 0 when the file is written, and with 2 when it could not be.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The vendor's name of the interface, such as createTcbEnv.
    name: String,
    /// Where it is on the host, such as /componenttcb/createenv.
    path: String,
    /// The section that it belongs to [default: that of the endpoints with a path like it].
    #[arg(long)]
    section: Option<String>,
    /// The HTTP method.
    #[arg(long, value_enum, ignore_case = true, default_value_t)]
    method: Method,
    /// The kinds of token that it takes, such as component,authorizer [default: those of the
    /// endpoints with a path like it, when they agree].
    #[arg(long, value_delimiter = ',', value_name = "KINDS")]
    tokens: Option<Vec<String>>,
    /// The address of the page that describes it.
    #[arg(long, value_name = "URL")]
    page: Option<String>,
    /// The folder of the spec.
    #[arg(long, value_name = "FOLDER", default_value = "spec")]
    spec: PathBuf,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum Method {
    #[default]
    #[value(name = "POST")]
    Post,
    #[value(name = "GET")]
    Get,
    #[value(name = "PUT")]
    Put,
    #[value(name = "DELETE")]
    Delete,
}

pub(crate) fn run(arguments: &Arguments) -> Outcome {
    match begin(arguments) {
        Ok(said) => {
            print(stdout(), &said);
            Outcome::Fine
        }
        Err(why) => could_not_run(&why),
    }
}

fn begin(arguments: &Arguments) -> Result<String, String> {
    let folder = arguments.spec.display();
    if !arguments.spec.is_dir() {
        return Err(format!("{folder} is not a folder; give the folder of the spec"));
    }
    let files =
        build_script::read(&arguments.spec).map_err(|error| format!("can't read {error}"))?;
    let new = NewEndpoint {
        name: arguments.name.clone(),
        path: arguments.path.clone(),
        section: arguments.section.clone(),
        method: match arguments.method {
            Method::Post => "POST".to_owned(),
            Method::Get => "GET".to_owned(),
            Method::Put => "PUT".to_owned(),
            Method::Delete => "DELETE".to_owned(),
        },
        tokens: arguments.tokens.clone(),
        page: arguments.page.clone(),
        read: today(),
    };
    let begun = begun_section(&arguments.spec, arguments.section.as_deref());
    let root = format!("{folder}/");
    let Skeleton { file, missing, .. } = skeleton(&files, &new, begun.as_slice(), &root)?;
    write(&arguments.spec, &file)?;
    let mut said = format!("{root}{}: written\n\nTo fill in:\n", file.path);
    for found in &missing {
        let help = found.help.as_deref().unwrap_or_default();
        said.push_str(&format!("  {}: {}: {help}\n", found.label.place, found.message));
    }
    said.push_str(
        "\nThen read the whole page: fields, errcodes and samples. `check` says what is wrong.\n",
    );
    Ok(said)
}

/// A section whose folder is there, and in which there is no endpoint yet.
fn begun_section(spec: &Path, section: Option<&str>) -> Option<String> {
    let section = section?.trim_matches('/');
    let plain = |part: &str| !part.is_empty() && !part.starts_with('.') && !part.contains('\\');
    let is_below = section.split('/').all(plain) && spec.join(section).is_dir();
    is_below.then(|| section.to_owned())
}

fn write(spec: &Path, new: &SourceFile) -> Result<(), String> {
    let path = spec.join(&new.path);
    let failed = |error| format!("can't write {}: {error}", path.display());
    if path.exists() {
        return Err(format!("{} already exists", path.display()));
    }
    let folder = path.parent().unwrap_or(spec);
    std::fs::create_dir_all(folder).map_err(failed)?;
    file::write_new(&path, &String::from_utf8_lossy(&new.content)).map_err(failed)
}
