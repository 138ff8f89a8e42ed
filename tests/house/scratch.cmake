# empty_scratch(): makes ${SCRATCH} an empty folder. These scripts delete what lies there, so a folder
# that exists and was not made here, which a mark inside tells, is refused and left as it is.
function(empty_scratch)
  if("${SCRATCH}" STREQUAL "")
    message(FATAL_ERROR "SCRATCH is not set: say -DSCRATCH=<a folder that does not exist yet>")
  endif()
  set(mark ${SCRATCH}/made_by_a_house_test)
  if(EXISTS ${SCRATCH} AND NOT EXISTS ${mark})
    message(FATAL_ERROR "${SCRATCH} exists and is no scratch folder of a house test: it would be deleted. Name one that does not exist yet")
  endif()
  file(REMOVE_RECURSE ${SCRATCH})
  file(WRITE ${mark} "")
endfunction()
