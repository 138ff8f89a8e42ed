// W7: a training step on several threads, in wall-clock time, with the shares of its parts.
#pragma once

#include <string>
#include <vector>

#include "bench/harness.hpp"

namespace bench {

/// Where the threads' time goes, as parts of threads x wall-clock time; they add up to 1.
struct Shares {
  double build = 0;   // recording the points' graphs
  double sweep = 0;   // their reverse sweeps
  double reduce = 0;  // adding up the slots' gradients, handing out work, and waiting for others
  double update = 0;  // the optimiser's
};

struct ParallelRow {
  std::size_t batch;
  int threads;
  Spread microseconds;  // of a step: batch gradient and update
  Spread efficiency;    // time of 1 thread / (threads x time), in the same round
  Shares shares;        // of other steps, in which a clock is read twice a point
};

struct ParallelMeasurement {
  std::string key, title;
  int rounds = 0;
  std::vector<ParallelRow> rows;
};

/// 1, 2, 3 and 4, then doubling, up to the most and the most itself.
[[nodiscard]] std::vector<int> thread_counts(int most);

/// W3's training step through train::ParallelGradient and Adam, on 1 to `most_threads` threads. The
/// gradient is first compared with one thread's loop over the points, and between the numbers of
/// threads bit by bit; throws WrongGradient. The calling thread must be free to use all cores.
[[nodiscard]] ParallelMeasurement measure_parallel(int most_threads, const MeasureOptions& options);

}  // namespace bench
