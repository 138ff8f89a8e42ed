#include <riserun/lanes/planning/explanation.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace riserun::lanes {

std::string Explanation::text() const {
  std::string said = fmt::format(
      "recorded    {} nodes of one point: {} inputs, {} parameters{}\n", nodes, inputs, parameters,
      unused_nodes == 0 ? "" : fmt::format("; {} nodes play no part in the loss", unused_nodes));
  said += fmt::format("dots        {} sums of products with weights, {} nodes\n", dots, dot_nodes);
  if (lookups > 0)
    said += fmt::format("lookups     {} rows of tables, read by a label, {} nodes\n", lookups,
                        lookup_nodes);
  std::vector<std::pair<std::string, std::size_t>> lines;  // of layers, and how many have this line
  for (const LayerLine& layer : layers) {
    std::string line = fmt::format("layer       {} -> {}{}{}{}", layer.inputs, layer.outputs,
                                   layer.has_bias ? ", bias" : "",
                                   layer.activation.empty() ? "" : ", " + layer.activation,
                                   layer.gathered ? "; its inputs lie apart and are gathered" : "");
    const auto same = std::ranges::find(lines, line, [](const auto& l) { return l.first; });
    if (same != lines.end())
      ++same->second;
    else
      lines.emplace_back(std::move(line), 1);
  }
  for (const auto& [line, times] : lines)
    said += line + (times == 1 ? "\n" : fmt::format(", {} times\n", times));
  if (sums > 0) said += fmt::format("sums        {} other sums, {} nodes\n", sums, sum_nodes);
  if (irregular_dots > 0)
    said += fmt::format(
        "            {} sums with weights are no neurons: these do not lie at equal steps in the "
        "parameters\n",
        irregular_dots);
  said += fmt::format("scalar      {} nodes stay ops of their own", scalar_nodes);
  for (std::size_t i = 0; i < ops.size(); ++i)
    said += fmt::format("{}{} {}", i == 0 ? ": " : ", ", ops[i].count, ops[i].name);
  said += "\n";
  said += fmt::format("plan        {} steps, {:.1f} kB for each thread's points\n", steps,
                      static_cast<double>(bytes) / 1000.0);
  if (record_seconds > 0)
    said += fmt::format("once a run  {:.2g} ms to record, {:.2g} ms to recognise and plan\n",
                        1e3 * record_seconds, 1e3 * plan_seconds);
  return said;
}

}  // namespace riserun::lanes
