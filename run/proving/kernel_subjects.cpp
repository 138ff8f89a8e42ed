#include <riserun/run/proving/kernel_subjects.hpp>

#include <riserun/run/proving/lane_op_check.hpp>
#include <riserun/run/proving/layer_kernel_check.hpp>

namespace riserun::run {

std::vector<check::Subject> kernel_subjects() {
  std::vector<check::Subject> subjects;
  for (const Isa isa : available_isas()) {
    const lanes::Kernels& kernels = lanes::kernels(isa);
    const std::string set(name(isa));
    using Check = check::OpReport (*)(const lanes::Kernels&, const check::Options&);
    const auto add = [&](const char* what, const char* mathematics, Check check) {
      subjects.push_back(
          {what + set, mathematics,
           [&kernels, check](const check::Options& options) { return check(kernels, options); }});
    };
    add("lanes.ops.", "every op on eight points at once", check_lane_ops);
    add("lanes.layers.", "relu(start + W x) of packs of eight points", check_lane_layers);
    add("lanes.sums.", "sums of numbers and products of packs of eight points", check_lane_sums);
    subjects.push_back({"nn.affine." + set, "z = b + W x", [isa](const check::Options& options) {
                          return check_affine(nn::affine_kernels(isa), isa, options);
                        }});
  }
  return subjects;
}

}  // namespace riserun::run
