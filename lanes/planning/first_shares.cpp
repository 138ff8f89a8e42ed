#include <riserun/lanes/planning/first_shares.hpp>

#include <algorithm>
#include <vector>

namespace riserun::lanes {
namespace {

// Calls visit with the parameter number of every weight of the layer, or of every bias, until visit
// returns false. Whether it never did.
template <class Visit>
bool all_weights(const LayerStep& layer, const Visit& visit) {
  for (std::size_t o = 0; o < layer.outputs; ++o)
    for (std::size_t i = 0; i < layer.inputs; ++i)
      if (!visit(layer.weight + o * layer.output_step + i * layer.input_step)) return false;
  return true;
}
template <class Visit>
bool all_biases(const LayerStep& layer, const Visit& visit) {
  for (std::size_t o = 0; layer.has_bias && o < layer.outputs; ++o)
    if (!visit(layer.bias_of(o))) return false;
  return true;
}

// The ranges of indices whose marks are true.
std::vector<IndexRange> ranges_of(const std::vector<bool>& marks) {
  std::vector<IndexRange> found;
  for (std::size_t i = 0; i < marks.size(); ++i) {
    if (!marks[i]) continue;
    if (i == 0 || !marks[i - 1]) found.push_back({i, i});
    found.back().end = i + 1;
  }
  return found;
}

// Which layers are the only ones to give their weights or biases a gradient.
void plan_parameters(Program& program, std::size_t parameters) {
  std::vector<std::uint8_t> writers(parameters);  // 0, 1, or 2 for more
  const auto count = [&](std::size_t p) {
    if (writers[p] < 2) ++writers[p];
    return true;
  };
  // Ops and lookups always add: they count as more than one.
  for (const Fixed& parameter : program.parameters) writers[parameter.parameter] = 2;
  for (const LookupStep& table : program.lookups)
    for (std::size_t r = 0; r < table.rows; ++r)
      std::fill_n(writers.begin() + table.first + r * table.step, table.columns, 2);
  for (const LayerStep& layer : program.layers)
    if (layer.active) all_weights(layer, count), all_biases(layer, count);

  std::vector<bool> set(parameters);
  const auto is_alone = [&](std::size_t p) { return writers[p] == 1; };
  const auto mark = [&](std::size_t p) { return set[p] = true, true; };
  for (LayerStep& layer : program.layers) {
    layer.sets_weights = layer.active && all_weights(layer, is_alone);
    layer.sets_biases = layer.active && all_biases(layer, is_alone);
    if (layer.sets_weights) all_weights(layer, mark);
    if (layer.sets_biases) all_biases(layer, mark);
  }
  for (std::size_t p = 0; p < parameters; ++p) set[p] = !set[p];
  program.cleared_parameters = ranges_of(set);
}

// Goes through the steps in the order of the backward sweep and marks each contribution that is the
// first to its gradient.
class FirstShares {
 public:
  FirstShares(Program& program, std::size_t packs)
      : program_(program), packs_(packs), touched_(program.size), added_(program.size) {}

  // Returns the places whose gradients must be 0 before the sweep.
  std::vector<IndexRange> mark() {
    touched_[program_.loss] = true;  // the sweep begins by setting it
    for (auto step = program_.steps.rbegin(); step != program_.steps.rend(); ++step)
      if (step->active) visit(*step);
    for (const Fixed& parameter : program_.parameters) read(parameter.at);
    // A number takes `packs` places; only its first one was marked.
    for (std::size_t p = added_.size(); p-- > 0;) added_[p] = added_[p - p % packs_];
    return ranges_of(added_);
  }

 private:
  // Where a contribution is added or a gradient is read, it must be 0 before unless it was set.
  void add(std::uint32_t place) {
    if (!touched_[place]) added_[place] = touched_[place] = true;
  }
  void read(std::uint32_t place) { add(place); }
  // For a contribution that can set its gradient: whether it may, as the first.
  bool set(std::uint32_t place) {
    const bool is_first = !touched_[place];
    touched_[place] = true;
    return is_first;
  }

  void visit(const Step& step) {
    switch (step.kind) {
      case Step::Kind::ops:
        for (std::uint32_t s = step.first; s < step.first + step.count; ++s)
          visit(step, program_.sites[s]);
        return;
      case Step::Kind::sums:
        return visit(program_.sum_steps[step.first]);
      case Step::Kind::layer:
        return visit(program_.layers[step.first]);
      case Step::Kind::gather:
        for (const std::uint32_t place : program_.gathers[step.first].from) add(place);
        return;
      case Step::Kind::lookup: {
        const LookupStep& lookup = program_.lookups[step.first];
        for (std::uint32_t c = 0; c < lookup.columns; ++c) read(at(lookup.y, c));
        return;
      }
    }
  }
  void visit(const Step& step, const Site& site) {
    read(site.y);
    if (step.is_variadic)
      for (std::uint32_t k = 0; k < site.x[1]; ++k) add(program_.operands[site.x[0] + k]);
    for (int k = 0; k < 3; ++k)
      if ((step.wants >> k & 1) != 0) add(site.x[k]);
  }
  void visit(const SumStep& step) {
    for (std::size_t s = step.sites.begin; s < step.sites.end; ++s) read(program_.sums[s].y);
    for (const IndexRange& range : {step.products, step.plain})
      for (std::size_t s = range.begin; s < range.end; ++s)
        program_.shares[s].sets = set(program_.shares[s].to);
  }
  void visit(LayerStep& layer) {
    for (std::size_t o = 0; o < layer.outputs * layer.repeats; ++o) read(at(layer.y, o));
    if (!layer.wants_input_gradient) return;
    const std::size_t inputs = layer.inputs * layer.repeats;
    layer.sets_input_gradient = true;
    for (std::size_t i = 0; i < inputs; ++i)
      if (touched_[at(layer.x, i)]) layer.sets_input_gradient = false;
    for (std::size_t i = 0; i < inputs; ++i)
      if (layer.sets_input_gradient)
        touched_[at(layer.x, i)] = true;
      else
        add(at(layer.x, i));
  }
  [[nodiscard]] std::uint32_t at(std::uint32_t first, std::size_t i) const {
    return first + static_cast<std::uint32_t>(i * packs_);
  }

  Program& program_;
  std::size_t packs_;
  std::vector<bool> touched_, added_;  // by place
};

}  // namespace

void plan_first_shares(Program& program, std::size_t packs, std::size_t parameters) {
  plan_parameters(program, parameters);
  program.cleared = FirstShares(program, packs).mark();
}

}  // namespace riserun::lanes
