# cmake -DIN=core/tape.cpp -DOUT=copy.cpp -DROOT=<repository> -P mutate_source.cmake
# Copies a source with the seams that mutation.hpp needs: the shipped sources have none. A seam that is
# no longer found leaves the copy as it is, and the score then says that the mutation changed nothing,
# which is an error there.
cmake_minimum_required(VERSION 3.25)
file(READ ${IN} text)
file(RELATIVE_PATH name ${ROOT} ${IN})

function(seam found written)
  string(REGEX REPLACE "${found}" "${written}" copy "${text}")
  set(text "${copy}" PARENT_SCOPE)
endfunction()

if(name MATCHES "^core/")
  # grads[slot] += g * partial;
  seam("(grads_?)\\[([^\n;]*)\\] \\+= g \\* ([^\n;]+);" "riserun::mutation::add(\\1, \\2, g, \\3);")
  seam("void Tape::zero_grad\\(\\) {"
    "void Tape::zero_grad() {\n  if (riserun::mutation::is(riserun::mutation::Engine::no_zero_grad)) { ++riserun::mutation::changed; return; }")
  seam("if \\(dirty_end > size\\)"
    "if (riserun::mutation::is(riserun::mutation::Engine::slots_kept) && dirty_end > size) { ++riserun::mutation::changed; dirty_end = size; } else if (dirty_end > size)")
elseif(name MATCHES "^train/")
  seam("elementwise::add\\(" "riserun::mutation::merge(elementwise::add, ")
elseif(name MATCHES "^check/")
  # Mutants of the checker, chosen by name through the environment.
  set(is "riserun::mutation::checker_is")
  seam("result.agrees = slope.found && ([^\n;]+);"
    "if (${is}(\"tolerance\")) result.tolerance *= 1e6;\n  result.agrees = slope.found && \\1;\n  if (${is}(\"nan\")) result.agrees = slope.found && !(result.difference > result.tolerance);\n  if (${is}(\"always\")) result.agrees = true;")
  seam("result.conclusive = result.resolution <= claim.resolution;"
    "result.conclusive = result.resolution <= claim.resolution || ${is}(\"unresolved\");")
  seam("if \\((slope|first).kink\\)" "if (\\1.kink && !${is}(\"kinks\"))")
  seam("for \\(std::size_t i : operands_to_judge\\(x.size\\(\\)\\)\\) {"
    "for (std::size_t i : operands_to_judge(x.size())) {\n      if (${is}(\"operand\") && i > 0 && i + 1 == x.size()) continue;")
  seam("\n    check_edges\\(\\);" "\n    if (!${is}(\"edges\")) check_edges();")
  seam("\n    check_upstream\\(op_" "\n    if (!${is}(\"upstream\")) check_upstream(op_")
  seam("([\n ])check_shapes\\(op_" "\\1if (!${is}(\"shapes\")) check_shapes(op_")
  seam("Verdict worst = gaps.empty\\(\\) \\?" "Verdict worst = gaps.empty() || ${is}(\"gaps\") ?")
endif()
file(WRITE ${OUT} "#include \"tests/check/score/mutation.hpp\"\n${text}")
