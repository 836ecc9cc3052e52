// Holds the namespaces of a pod, and takes in processes that lost their parent.
package main

import (
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ends := make(chan os.Signal, 1)
	signal.Notify(ends, syscall.SIGINT, syscall.SIGTERM)
	children := make(chan os.Signal, 1)
	signal.Notify(children, syscall.SIGCHLD)
	for {
		select {
		case <-ends:
			return
		case <-children:
			for {
				if gone, err := syscall.Wait4(-1, nil, syscall.WNOHANG, nil); gone <= 0 || err != nil {
					break
				}
			}
		}
	}
}
