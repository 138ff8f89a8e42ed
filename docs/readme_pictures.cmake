# cmake -DRISERUN=<program> -DSOURCE=<repository> -P docs/readme_pictures.cmake: the pictures of README and docs/pictures.md, made again.
set(scratch ${CMAKE_CURRENT_BINARY_DIR}/readme_pictures)
file(REMOVE_RECURSE ${scratch})
file(MAKE_DIRECTORY ${scratch})
set(images ${SOURCE}/docs/images)

function(riserun)
  execute_process(COMMAND ${RISERUN} ${ARGN} WORKING_DIRECTORY ${scratch} OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
endfunction()

riserun(train ${SOURCE}/examples/data/digits.csv.gz --quiet --out digits)
riserun(plot digits --out ${images}/loss.svg --title "Digits, 64-64-32-10")
riserun(plot digits --worst ${images}/worst.svg --title "Digits: the 24 hardest")
riserun(train spirals:n=900,noise=0.04,classes=3 --hidden 32,32
  --quiet --out spirals)
riserun(plot spirals --boundary ${images}/boundary.svg --title "Three spirals")
riserun(check exp --curve ${images}/v_curve.svg)
riserun(slope "3*x^2 - 4*x + 5" --at x=3 --out ${images}/slope.svg)
riserun(graph "o = tanh(w1*x1 + w2*x2 + b)" --at w1=-3,x1=2,w2=1,x2=0,b=6.88 --out ${images}/neuron.svg)
riserun(graph digits ${SOURCE}/examples/data/digits.csv.gz --row 17 --out ${images}/point.svg)
riserun(graph "L = (w*x + b - y)^2" --at w=2,x=3,b=1,y=5 --frames ${images}/steps.svg)
