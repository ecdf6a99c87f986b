//! What an endpoint more costs: the build of a crate with a spec of its own, in debug, whose
//! dependencies are built.

use std::fs;

use benches::spec;

use crate::tools::{Project, Result, build, cargo, median};

const COUNTS: [usize; 3] = [100, 300, 1_000];

pub(crate) fn growth() -> Result<()> {
    let project = Project::copy("growth")?;
    let folder = project.program("growth");
    cargo(&folder, &["fetch"])?;
    let mut times = COUNTS.map(|_| Vec::new());
    for round in 0..=3 {
        for (count, times) in COUNTS.iter().zip(&mut times) {
            let _ = fs::remove_dir_all(folder.join("spec"));
            fs::create_dir_all(folder.join("spec/section"))?;
            for file in spec(*count) {
                fs::write(folder.join("spec").join(file.path), file.content)?;
            }
            cargo(&folder, &["clean", "--offline", "-p", "growth"])?;
            let seconds = build(&folder)?;
            // The first build makes the dependencies too.
            if round > 0 {
                println!("{count} endpoints: {seconds:.2} s");
                times.push(seconds);
            }
        }
    }
    let medians = times.each_mut().map(|times| median(times));
    for (count, seconds) in COUNTS.iter().zip(medians) {
        let each = seconds * 1e3 / *count as f64;
        println!(
            "{count} endpoints: {seconds:.2} s, {each:.1} ms each, median of {}",
            times[0].len()
        );
    }
    let more = |from: usize, to: usize| {
        (medians[to] - medians[from]) * 1e3 / (COUNTS[to] - COUNTS[from]) as f64
    };
    let (early, late) = (more(0, 1), more(1, 2));
    println!("one more: {early:.1} ms from 100 to 300, {late:.1} ms from 300 to 1,000");
    println!("ratio {:.2} (flat is 1)", late / early);
    Ok(())
}
