"""What the bot asks other systems, by rasa_sdk, in a process of its own and off the answer's path.

A turn is whole without it. What is sent back is for the agent, under `custom`, never words for the customer.
"""
