//! Machines whose clocks differ: no call is refused, no token is lost, and little is fetched twice.

use super::*;

/// A clock that is ahead by this many seconds, or behind.
struct Off(World, i64);

impl Clock for Off {
    fn now(&self) -> SystemTime {
        let time = seconds(self.1.unsigned_abs());
        if self.1 < 0 { self.0.now() - time } else { self.0.now() + time }
    }
}

#[tokio::test(start_paused = true)]
async fn clocks_that_differ_cost_a_fetch_and_nothing_else() {
    for off in [-86_400, -10_800, -120, -5, 5, 120, 10_800, 86_400] {
        let world = World::new().await;
        let clock = Arc::new(Off(world.clone(), off));
        let wrong = Process { clock, ..world.plain("wrong", 1) }.shared();
        let right = world.process("right", 1);
        // Each process reads the store again, as after a restart, and is never rejected.
        for _ in 0..20 {
            for process in [&right, &wrong] {
                let got = fetch(process, Need::Any).await;
                assert!(got.starts_with('T'), "{off}: {got}");
                sleep(seconds(60)).await;
            }
        }
        // 40 minutes are less than the life of a token.
        let most = if off.abs() < 7_200 { 1 } else { 40 };
        assert!(world.issued() <= most, "{off}: {}", world.issued());
    }
}
