// `ProgramDraft`: a program while its steps are added one by one.
#pragma once

#include <cstddef>
#include <cstdint>

#include <riserun/lanes/kernels/kernels.hpp>
#include <riserun/lanes/planning/explanation.hpp>
#include <riserun/lanes/planning/places.hpp>
#include <riserun/lanes/planning/plan_steps.hpp>
#include <riserun/lanes/recognising/reading.hpp>

namespace riserun::lanes {

/// Steps are added in the order in which they are evaluated. All places of the program are counted
/// in packs until count_in_doubles().
struct ProgramDraft {
  /// The recording and the kernels must outlive it; the others as PlanOptions says.
  ProgramDraft(const Recording& from, bool recognise, std::size_t packs_together,
               const Kernels& kernels_in_use)
      : recording(from),
        kernels(kernels_in_use),
        packs(packs_together),
        reading(from, recognise),
        places(from, packs_together) {}

  /// `number` among the steps of the kind, which is not ops.
  void add_step(Step::Kind kind, std::size_t number, bool active);
  /// An op node, whose result goes to `place`. The same op again extends the last step.
  void add_op(std::uint32_t node, std::uint32_t place);
  /// Appends an operand's place to the program's operands.
  void list(Ref operand) { program.operands.push_back(places.of(operand)); }
  /// Where the next operand of the program's operands is listed.
  [[nodiscard]] std::uint32_t list_end() const {
    return static_cast<std::uint32_t>(program.operands.size());
  }
  /// The last change: the kernels of ops and sums count their places in doubles.
  void count_in_doubles();

  const Recording& recording;
  const Kernels& kernels;
  const std::size_t packs;
  const Reading reading;
  Places places;
  Program program;
  Explanation explanation;
};

}  // namespace riserun::lanes
