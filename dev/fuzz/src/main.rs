//! One target under libFuzzer, chosen by `PORCH_FUZZ`; built by `cargo xtask fuzz`. Built otherwise, it names the targets.

#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
mod fuzzing {
    use std::sync::LazyLock;

    static TARGET: LazyLock<porch_fuzz::Target> = LazyLock::new(|| {
        let name = std::env::var("PORCH_FUZZ").unwrap_or_default();
        match porch_fuzz::TARGETS.iter().find(|target| target.name == name) {
            Some(target) => *target,
            None => {
                eprintln!("error: PORCH_FUZZ: {name:?} is no target");
                std::process::exit(2);
            }
        }
    });

    libfuzzer_sys::fuzz_target!(|input: &[u8]| (TARGET.run)(input));
}

#[cfg(not(fuzzing))]
fn main() {
    for target in porch_fuzz::TARGETS {
        println!("{}", target.name);
    }
}
